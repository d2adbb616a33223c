"""A group of commands that imports only the one that runs."""

from __future__ import annotations

from importlib import import_module

import click


class LazyGroup(click.Group):
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
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.commands_at and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, self.commands_at, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            known = ", ".join(sorted(self.commands_at))
            ctx.fail(f"No such command '{name}'.{hint} Commands: {known}.")
        return super().resolve_command(ctx, args)
