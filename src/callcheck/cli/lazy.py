"""Groups of commands: one tells its help where no command is named; one imports only what runs."""

from __future__ import annotations

from importlib import import_module

import click

from callcheck.cli.language import dressed
from callcheck.messages import Message


class NoCommand(click.UsageError):
    """A group was named without a command; what is told is its help."""

    def __init__(self, ctx: click.Context) -> None:
        super().__init__(ctx.get_help(), ctx)


class Group(click.Group):
    """A group that raises NoCommand where no command is named, in every version of click."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            raise NoCommand(ctx)
        return super().parse_args(ctx, args)


class LazyGroup(Group):
    """A group that knows its commands by name and imports the one that runs."""

    def __init__(self, *args: object, commands_at: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands_at:
            return None
        module, _, attribute = self.commands_at[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return dressed(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.commands_at and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, self.commands_at, n=1)
            known = ", ".join(sorted(self.commands_at))
            wrong = Message("No such command '{name}'.", name=name)
            if near:
                wrong = Message("{wrong} Did you mean '{near}'?", wrong=wrong, near=near[0])
            ctx.fail(Message("{wrong} Commands: {known}.", wrong=wrong, known=known))
        return super().resolve_command(ctx, args)
