"""The processes that play lectures for the preview: one that loads everything once, and its forks.

    eldest          has Manim and all that is slow to load; nothing of the project
      └ typesetter      forked before all others, because Typst's threads do not survive a fork
      └ beat 0          a lecture's stage is set; waits
          └ beat 1          its first beat was played; waits
              └ beat 2 ...

Every one that waits can be told to go on: it forks, and the fork plays the next beat and waits in turn. So
an edit of a beat is played from the process that stands before it. Whoever dies takes those along that came
after.
"""
