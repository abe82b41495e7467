"""The processes that play lectures for the preview: a fork server that loads everything once, and its forks.

    fork server     has loaded Manim and all else that is slow to load; nothing of the project
      └ typesetter      forked before all others, because Typst's threads do not survive a fork
      └ beat 0          has set a lecture's stage, and waits
          └ beat 1          has played the first beat, and waits
              └ beat 2 ...

A process that waits is a checkpoint. When it gets an order it forks; the fork plays the next beat and waits
in turn. So an edited beat is played from the process that waits before it. The forks of a process end with
it.
"""
