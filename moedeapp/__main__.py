"""`python -m moedeapp` is the command line."""

from moedeapp.cli import main

if __name__ == "__main__":
    main()
