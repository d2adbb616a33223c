"""YAML: keys that name the speaker (客服:), branches (分支:) and what not to say (禁用语:)."""

from __future__ import annotations

from typing import Any

from callcheck.messages import Message, hinted
from callcheck.packs.read import problem_of
from callcheck.script.cues import load_cues
from callcheck.script.model import Block, Document, Passage, Role, Spot
from callcheck.script.remarks import Remarks, body, comments
from callcheck.transcript.document import decode
from callcheck.transcript.errors import ReadError

FORMAT = "yaml"
MAX_DEPTH = 32
MAX_BYTES = 4_000_000


def read(path: str, data: bytes) -> Document:
    """Read a script of YAML.  Raises ReadError."""
    import yaml

    if len(data) > MAX_BYTES:
        raise ReadError(
            Message("larger than {max_bytes:,} bytes, which no script is", max_bytes=MAX_BYTES)
        )
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        roots = list(yaml.compose_all(text, Loader=loader))
    except yaml.YAMLError as error:
        problem = problem_of(error, text, path)
        raise ReadError(hinted(problem.message, problem.hint), problem.line) from error
    if len(roots) > 1:
        line = roots[1].start_mark.line + 1
        raise ReadError(
            Message("a second YAML document; a file holds one script: make it two"), line
        )
    reader = _Reader(text)
    for root in roots:
        reader.check(root)
        reader.node(root, 0, None)
    return Document(path, FORMAT, reader.blocks, reader.remarks(), text)


class _Reader:
    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self._source = text.split("\n")
        self._cues = load_cues()
        self._keys = self._cues.data["keys"]
        self._said: set[str] = {*self._keys["agent"], *self._keys["customer"], *self._keys["text"]}
        self._labelled = False

    def check(self, root: Any) -> None:
        """Refuse a pack; note whether any key names a speaker."""
        keys = [str(key.value) for key, _ in root.value] if root.tag.endswith(":map") else []
        if {"pack", "language"} <= set(keys) or {"profile", "sections"} <= set(keys):
            raise ReadError(
                Message("a rule pack or a profile, not a script; see 'callcheck rules check'"), 1
            )
        stack = [(root, 0)]
        while stack:
            node, depth = stack.pop()
            if depth > MAX_DEPTH:
                raise ReadError(Message("nested too deeply for a script"), node.start_mark.line + 1)
            if node.tag.endswith(":map"):
                self._labelled |= any(str(key.value) in self._said for key, _ in node.value)
                stack += [(value, depth + 1) for _, value in node.value]
            elif node.tag.endswith(":seq"):
                stack += [(value, depth + 1) for value in node.value]

    def node(self, node: Any, depth: int, role: Role | None) -> None:
        if node.tag.endswith(":seq"):
            for item in node.value:
                self.node(item, depth, role)
        elif node.tag.endswith(":map"):
            self._mapping(node, depth, role)
        elif role is not None or not self._labelled or self._speaks(node):
            self._text(node, depth, role)

    def _mapping(self, node: Any, depth: int, role: Role | None) -> None:
        keys = {str(key.value): value for key, value in node.value}
        speaker = next((keys[k] for k in self._keys["speaker"] if k in keys), None)
        if speaker is not None and any(k in keys for k in self._keys["text"]):
            role = self._cues.speaker(str(speaker.value)) or "prose"
        for key, value in node.value:
            name = str(key.value)
            if name in self._cues.data["branches"]["keys"]:
                self._branches(value, depth + 1)
            elif name in self._keys["to"] and value.tag.endswith(":str"):
                self._add(Block("text", depth, self._passage(value), jump=str(value.value)))
            elif self._unsaid(name, value):
                continue
            elif name in self._keys["customer"]:
                self.node(value, depth, "customer")
            elif name in self._keys["agent"]:
                self.node(value, depth, "agent")
            elif name in self._keys["text"]:
                self.node(value, depth, role or "agent")
            elif self._cues.begins_branch(name):
                self._branch(name, key, value, depth + 1)
            else:
                self.node(value, depth, role if isinstance(value.value, list) else None)

    def _unsaid(self, name: str, value: Any) -> bool:
        """Tell whether a key holds a title, a name, or what is not to be said."""
        if name in self._keys["title"] and not isinstance(value.value, list):
            return True
        return name in self._keys["speaker"] or bool(self._cues.not_to_say(name))

    def _branches(self, node: Any, depth: int) -> None:
        if node.tag.endswith(":map"):
            for key, value in node.value:
                self._branch(str(key.value), key, value, depth)
            return
        for number, item in enumerate(node.value if node.tag.endswith(":seq") else [], start=1):
            keys = {str(k.value): v for k, v in item.value} if item.tag.endswith(":map") else {}
            title = next((str(keys[k].value) for k in self._keys["title"] if k in keys), "")
            self._branch(title or f"分支{number}", item, item, depth)

    def _branch(self, title: str, at: Any, value: Any, depth: int) -> None:
        self._add(Block("branch", depth, Passage.at(title, at.start_mark.line + 1)))
        self.node(value, depth, None)
        self._add(Block("end", depth, Passage.at("", 1)))

    def _text(self, node: Any, depth: int, role: Role | None) -> None:
        passage = self._passage(node)
        for line in passage.lines():
            if line:
                said = line.strip()
                self._add(Block("text", 0, said, role=role, item=True, gap=True))

    def _add(self, block: Block) -> None:
        self.blocks.append(block)

    def _speaks(self, node: Any) -> bool:
        from callcheck.script.cues import split_label

        label = split_label(Passage.at(str(node.value), 1))
        return label is not None and self._cues.speaker(label[0].text) is not None

    def _passage(self, node: Any) -> Passage:
        """Find each character of a scalar in the source, past quotes, folds and indents."""
        line, column = node.start_mark.line, node.start_mark.column
        if node.style in ("|", ">"):
            line, column = line + 1, 0
        elif node.style in ("'", '"'):
            column += 1
        spots: list[Spot] = []
        for char in str(node.value):
            found = self._find(char, line, column, node.end_mark.line)
            if found is not None:
                line, column = found[0], found[1] + 1
                spots.append((line + 1, column))
            else:
                spots.append((line + 1, max(column, 1)))
        return Passage(str(node.value), tuple(spots))

    def _find(self, char: str, line: int, column: int, last: int) -> tuple[int, int] | None:
        if char in " \n":
            source = self._source[line] if line < len(self._source) else ""
            if char == " " and source[column : column + 1] == " ":
                return line, column
            return (line, len(source)) if column >= len(source.rstrip()) else None
        while line <= last and line < len(self._source):
            at = self._source[line].find(char, column)
            if at >= 0:
                return line, at
            line, column = line + 1, 0
        return None

    def remarks(self) -> list[Any]:
        """Return the comments to callcheck: beside what they are about, or above it."""
        remarks = Remarks()
        lines = [block.passage.spots[0][0] if block.passage.spots else 0 for block in self.blocks]
        for number, source in enumerate(self._source, start=1):
            for match in comments(source):
                beside = number if source[: match.start()].strip() else number + 1
                at = [
                    index
                    for index, line in enumerate(lines)
                    if line >= beside and self.blocks[index].kind == "text"
                ]
                same = at and (beside > number or lines[at[0]] == number)
                remarks.add(body(match), number, at[0] if same else -1)
        return remarks.finish()
