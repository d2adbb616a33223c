"""Compiled rulesets, kept on disk.

Reading and checking YAML takes most of a second; a compiled ruleset loads in
milliseconds.  A ruleset is found again by the content of the pack files a site
gives, the size and time of those that are shipped, and the versions of what made it.
"""

from __future__ import annotations

import gc
import hashlib
import importlib.util
import os
import pickle
import sys
import tempfile
import zlib
from pathlib import Path

import callcheck
from callcheck.matching.ruleset import Ruleset

CHECKSUM = 4
"""Bytes of the checksum that stands before a kept ruleset."""
KEPT = 24
"""Rulesets that are kept, those used last: each edit of a site's pack makes another."""


def cached_ruleset(profile: str | None, packs: tuple[str, ...], rules: tuple[Path, ...]) -> Ruleset:
    """Load the ruleset from the cache, or compile it and put it there.

    Raises PackError.  A cache that cannot be read or written is done without.
    """
    path = _folder() / f"{_key(profile, packs, rules)}.ruleset"
    try:
        # Written by this user into a folder that only this user may write.
        content = path.read_bytes()
        pickled = content[CHECKSUM:]
        # What a disk or a half-done copy damaged could be anything once it is loaded.
        if _checksum(pickled) == content[:CHECKSUM]:
            os.utime(path)
            ruleset = _unpickled(pickled)
            if isinstance(ruleset, Ruleset):
                return ruleset
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError):
        pass
    ruleset = compile_ruleset(profile, packs, rules)
    _store(path, ruleset)
    return ruleset


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(CHECKSUM, "big")


def _unpickled(content: bytes) -> object:
    """Unpickle with the garbage collector at rest: nothing made here is garbage."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(content)
    finally:
        if collecting:
            gc.enable()


def compile_ruleset(
    profile: str | None, packs: tuple[str, ...], rules: tuple[Path, ...]
) -> Ruleset:
    """Compile without the cache.  Raises PackError."""
    from callcheck.matching.compile import compile_packs
    from callcheck.packs.load import load_packs

    loaded, chosen = load_packs(packs, rules, profile)
    return compile_packs(loaded, chosen)


def _folder() -> Path:
    """The cache folder: CALLCHECK_CACHE, else the platform's usual one."""
    chosen = os.environ.get("CALLCHECK_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "callcheck"


def _key(profile: str | None, packs: tuple[str, ...], rules: tuple[Path, ...]) -> str:
    from callcheck.packs.place import find_rules_dir, pack_files

    digest = hashlib.sha256()
    digest.update(repr((callcheck.__version__, sys.version_info[:3], profile, packs)).encode())
    shipped = find_rules_dir()
    code = Path(__file__).parent.parent
    # Sizes and times stand for the content of what is shipped; a pack that a
    # site edits is read whole.
    for path in sorted((*shipped.rglob("*.yaml"), *_sources(code), *_libraries())):
        status = path.stat()
        digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    for path in rules:
        # Named even if it holds nothing: that is an error, not the packs without it.
        digest.update(str(path).encode(errors="surrogateescape") + b"\0")
        for file in pack_files(path):
            digest.update(str(file).encode(errors="surrogateescape") + b"\0")
            digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:32]


def _sources(code: Path) -> list[Path]:
    """The modules whose change makes a kept ruleset stale."""
    rooms = ("matching", "packs", "text")
    return [path for room in rooms for path in (code / room).glob("*.py")]


def _libraries() -> list[Path]:
    """The libraries whose tables a ruleset keeps, found without importing them."""
    specs = (importlib.util.find_spec(name) for name in ("pypinyin", "opencc"))
    return [Path(spec.origin) for spec in specs if spec is not None and spec.origin]


def _store(path: Path, ruleset: Ruleset) -> None:
    """Write to a temporary file, then rename: a reader never sees half a ruleset."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                pickled = pickle.dumps(ruleset, protocol=pickle.HIGHEST_PROTOCOL)
                file.write(_checksum(pickled))
                file.write(pickled)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        kept = sorted(path.parent.glob("*.ruleset"), key=lambda file: -file.stat().st_mtime_ns)
        for old in kept[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return
