"""What `./compass` starts: `python -m studio`. An interrupt while it loads is told in a sentence as well."""

import sys

from studio.errors import UNTOUCHED, Interrupted


def main() -> None:
    """Load the command line and run what the arguments say."""
    try:
        from studio.cli import main as run  # it imports every room's commands: most of a second
    except KeyboardInterrupt:
        sys.stderr.write(f"\ncompass: {UNTOUCHED}\n")
        sys.exit(Interrupted.exit_code)
    run()


if __name__ == "__main__":
    main()
