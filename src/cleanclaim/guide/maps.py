"""pyx12's maps to tables of our own: one number for each full path, wrappers taken away."""

from __future__ import annotations

from functools import cache
from typing import Any

from cleanclaim.errors import UnknownGuideError
from cleanclaim.guide.shape import UNBOUNDED, Child, Field, Loop, Note, Shape, Tables

MAP = "837.5010.X222.A1.xml"
VERSION = "005010X222A1"
# Lists that pyx12 keeps itself; they are stale, and judged elsewhere by dated tables.
_LISTS = "currency,country,pos,remark_code,states"
_WRAPPER = 100_000  # the positions of wrapper loops are stretched so far that those within them fit between


def silence() -> None:
    """Keep pyx12's log lines, which repeat claim values, from going anywhere."""
    import logging

    for name in ("pyx12", "pyx12.walk_tree", "pyx12.params"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False


@cache
def load_map() -> Any:
    """pyx12's own map of the guide; takes some 150 ms.

    ISA11 is a repetition separator since 00501; the map still lists the code of version 4010. Raises
    `UnknownGuideError` where the pyx12 that is installed has no such map.
    """
    silence()
    from pyx12.map_if import load_map_file
    from pyx12.params import ParamsBase

    params = ParamsBase()
    params.set("charset", "E")
    params.set("exclude_external_codes", _LISTS)
    try:
        root = load_map_file(MAP, params, None)
    except FileNotFoundError:
        message = f"the installed pyx12 has no map of {VERSION}: expected `{MAP}`; install pyx12 again"
        raise UnknownGuideError(message) from None
    separator = root.getnodebypath("/ISA_LOOP/ISA").children[10]
    separator.valid_codes, separator._valid_codes_set = [], frozenset()
    return root


@cache
def load_nodes() -> tuple[Any, ...]:
    """pyx12's segment nodes, each at the serial that it has in the tables."""
    return tuple(_compiled().segments)


def compile_tables() -> Tables:
    """The guide 005010X222A1, compiled from pyx12's map."""
    compiler = _compiled()
    return Tables(VERSION, tuple(compiler.shapes), tuple(compiler.loops))


@cache
def _compiled() -> _Compiler:
    return _Compiler(load_map())


class _Compiler:
    """Walks a map once in the order of the guide. pyx12's nodes are never compared or hashed."""

    def __init__(self, root: Any) -> None:
        self.segments: list[Any] = []
        self.shapes: list[Shape] = []
        self.loops: list[Loop] = []
        interchange = root.getnodebypath("/ISA_LOOP")
        group = root.getnodebypath("/ISA_LOOP/GS_LOOP")
        for around in (interchange, group):
            for node in around.childIterator():
                if node.is_segment():
                    self._segment(node, -1, node.pos)
        self._loop(root.getnodebypath("/ISA_LOOP/GS_LOOP/ST_LOOP"), -1, 0)

    def _loop(self, node: Any, parent: int, position: int) -> int:
        serial = len(self.loops)
        self.loops.append(_placeholder(serial))
        children = sorted(self._children(node, serial, 0), key=lambda child: child.position)
        first = next(child.serial for child in children if not child.is_loop)
        opener = self.shapes[first].segment
        self.loops[serial] = Loop(
            serial=serial,
            name="" if opener == "ST" else node.id,
            usage=node.usage,
            position=position,
            most=node.get_max_repeat(),
            parent=parent,
            first=first,
            level=opener in ("ST", "HL"),
            children=tuple(children),
        )
        return serial

    def _children(self, node: Any, serial: int, base: int) -> list[Child]:
        out: list[Child] = []
        scale = _WRAPPER if any(child.is_loop() and child.type == "wrapper" for child in node.childIterator()) else 1
        for child in node.childIterator():
            position = base + child.pos * scale
            if child.is_segment():
                out.append(Child(position, False, self._segment(child, serial, position)))
            elif child.type == "wrapper":
                out.extend(self._children(child, serial, position))
            else:
                out.append(Child(position, True, self._loop(child, serial, position)))
        return out

    def _segment(self, node: Any, loop: int, position: int) -> int:
        serial = len(self.segments)
        key = node._resolve_unique_key_field(node.id, with_qual=False)
        self.segments.append(node)
        self.shapes.append(
            Shape(
                serial=serial,
                segment=node.id,
                usage=node.usage,
                position=position,
                most=node.get_max_repeat(),
                loop=loop,
                key=(key[1], key[2] or 0) if key else None,
                codes=tuple(key[0].valid_codes) if key else (),
                notes=tuple(Note(note[0], tuple(note[1:])) for note in node.syntax),
                fields=tuple(_field(child) for child in node.children),
            )
        )
        return serial


def _placeholder(serial: int) -> Loop:
    return Loop(serial, "", "", 0, 0, -1, -1, False, ())


def _field(node: Any) -> Field:
    if node.is_composite():
        parts = tuple(_field(child) for child in node.children)
        return Field(node.data_ele or "", node.usage, repeat=node.repeat, parts=parts)
    return Field(
        number=node.data_ele or "",
        usage=node.usage,
        repeat=int(node.max_use) if (node.max_use or "").isdigit() else 1,
        kind=node.data_type,
        least=node.min_len,
        most=min(node.max_len, UNBOUNDED),
        codes=tuple(node.valid_codes),
        open=node.external_codes is not None,
        pattern=node.res or "",
    )
