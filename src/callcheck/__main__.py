"""``python -m callcheck``."""

from callcheck.cli.main import main

if __name__ == "__main__":
    main()
