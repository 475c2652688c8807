"""The compiled guide on disk: read where it is right, built again where it is not, never a reason to fail."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from cleanclaim.cache import name_folder
from cleanclaim.errors import UnknownGuideError
from cleanclaim.guide import cache, maps
from cleanclaim.guide.shape import Tables
from cleanclaim.guide.titles import element_title, loop_title, segment_title
from tests.running import started

_CLEAN = Path(__file__).parents[1] / "samples" / "clean" / "one-line.837"
_POSIX = pytest.mark.skipif(os.name != "posix", reason="files have no owner and no mode here")
_LOADED = "import sys; from cleanclaim.cli import main; main(sys.argv[1:]); print('pyx12.map_if' in sys.modules)"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one each time the map is compiled."""
    made: list[int] = []
    compile_tables = maps.compile_tables

    def count() -> Tables:
        made.append(1)
        return compile_tables()

    monkeypatch.setattr(maps, "compile_tables", count)
    return made


def _only(folder: Path) -> Path:
    (path,) = (path for path in folder.iterdir() if not path.name.startswith("rules"))
    return path


@_POSIX
def test_what_is_read_is_what_was_compiled(tmp_path: Path, compiled: list[int]) -> None:
    folder = tmp_path / "not" / "there"
    assert cache.load_tables(folder) == cache.load_tables(folder) == maps.compile_tables()
    assert len(compiled) == 2  # the second of them here
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(_only(folder).stat().st_mode) == 0o600
    _only(folder).unlink()
    folder.chmod(0o755)
    cache.load_tables(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_no_name_of_the_guide_is_written(tmp_path: Path) -> None:
    cache.load_tables(tmp_path)
    content = _only(tmp_path).read_text()
    tables = maps.compile_tables()
    names = {segment_title(shape.serial) for shape in tables.shapes} | {loop_title(loop) for loop in tables.loops}
    names |= {element_title(shape.serial, 1) for shape in tables.shapes}
    assert len(names) > 100
    assert not [name for name in names if f'"{name}"' in content]
    assert [msgspec.json.decode(line) for line in content.splitlines()]


def _sealed(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A change of the tables under a checksum that is right."""

    def apply(content: bytes) -> bytes:
        head, _, body = content.partition(b"\n")
        body = change(body)
        return msgspec.json.encode([*msgspec.json.decode(head)[:-1], zlib.crc32(body)]) + b"\n" + body

    return apply


_DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "truncated": lambda content: content[:-1],
    "half": lambda content: content[: len(content) // 2],
    "one bit": lambda content: content.replace(b'"HC"', b'"HB"', 1),
    "longer": lambda content: content + b" ",
    "another version": lambda content: content.replace(b'["0.', b'["9.', 1),
    "not JSON": _sealed(lambda body: b"{"),
    "not UTF-8": _sealed(lambda body: body.replace(b"SV1", b"SV\xff", 1)),
    "other types": _sealed(lambda body: b'["005010X222A1",[],[],{}]'),
    "elements that are not there": _sealed(lambda body: body.replace(b",[0,", b",[9999,", 1)),
    "binary": lambda content: bytes(range(256)) * 100,
}


@pytest.mark.parametrize("damage", _DAMAGE.values(), ids=list(_DAMAGE))
def test_a_damaged_file_is_built_again(tmp_path: Path, compiled: list[int], damage: Callable[[bytes], bytes]) -> None:
    whole = cache.load_tables(tmp_path)
    path = _only(tmp_path)
    content = path.read_bytes()
    path.write_bytes(damage(content))
    assert path.read_bytes() != content
    assert cache.load_tables(tmp_path) == whole
    assert len(compiled) == 2
    assert _only(tmp_path).read_bytes() == content


@_POSIX
@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_could_write_is_built_again(tmp_path: Path, compiled: list[int], mode: int) -> None:
    cache.load_tables(tmp_path)
    _only(tmp_path).chmod(mode)
    cache.load_tables(tmp_path)
    assert len(compiled) == 2
    assert stat.S_IMODE(_only(tmp_path).stat().st_mode) == 0o600


@_POSIX
def test_nothing_of_another_user_is_read_or_written(
    tmp_path: Path, compiled: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.load_tables(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    cache.load_tables(tmp_path)
    assert len(compiled) == 2
    _only(tmp_path).unlink()
    cache.load_tables(tmp_path)
    assert not list(tmp_path.iterdir())


@_POSIX
def test_neither_a_link_nor_a_pipe_is_read(tmp_path: Path, compiled: list[int]) -> None:
    cache.load_tables(tmp_path)
    path = _only(tmp_path)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    cache.load_tables(tmp_path)
    assert len(compiled) == 2
    assert not path.is_symlink()
    path.unlink()
    os.mkfifo(path)
    cache.load_tables(tmp_path)
    assert len(compiled) == 3


def _fail(*_: object, **__: object) -> None:
    raise OSError("no space left on device")


@pytest.mark.parametrize("what", ["mkdir", "chmod", "replace"])
def test_a_folder_that_can_not_be_written_is_done_without(
    tmp_path: Path, compiled: list[int], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(Path, what, _fail)
    assert cache.load_tables(tmp_path) == cache.load_tables(tmp_path)
    assert len(compiled) == 2
    assert not list(tmp_path.iterdir())


def test_a_file_where_the_folder_should_be(tmp_path: Path, compiled: list[int]) -> None:
    (tmp_path / "cleanclaim").write_text("")
    cache.load_tables(tmp_path / "cleanclaim")
    cache.load_tables(tmp_path / "cleanclaim" / "deeper")
    cache.load_tables(None)
    assert len(compiled) == 3


def test_a_user_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    assert name_folder() == Path(os.environ["XDG_CACHE_HOME"]) / "cleanclaim"
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: Path("~/.cache/cleanclaim"))
    assert name_folder() is None

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("no home")

    monkeypatch.setattr(platformdirs, "user_cache_path", refuse)
    assert name_folder() is None


def test_another_build_has_another_file(tmp_path: Path, compiled: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    import pyx12

    key = cache._find_key()
    assert key is not None
    for change in ({"size": 1}, {"time": 1}):
        (size, time), *others = key.files
        file = (size + change.get("size", 0), time + change.get("time", 0))
        monkeypatch.setattr(cache, "_find_key", lambda file=file, others=others: key._replace(files=(file, *others)))
        cache.load_tables(tmp_path)
    monkeypatch.undo()
    for module, name in ((pyx12, "__version__"), (cache, "__version__"), (cache, "FORMAT")):
        monkeypatch.setattr(module, name, "9")
        cache.load_tables(tmp_path)
        monkeypatch.undo()
    assert len(list(tmp_path.iterdir())) == 5
    monkeypatch.setattr(maps, "MAP", "not-there.xml")
    assert cache._find_key() is None


def _run(folder: Path, code: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", code, *arguments]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_two_processes_build_it_at_once(tmp_path: Path) -> None:
    both = [_run(tmp_path, _LOADED, "lint", str(_CLEAN)) for _ in range(2)]
    said = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert said[0][0].splitlines()[:-1] == said[1][0].splitlines()[:-1]
    assert b"True" in (said[0][0].splitlines()[-1], said[1][0].splitlines()[-1])  # the later one may find it made
    assert _only(tmp_path / "cleanclaim").suffix == ".json"
    later = _run(tmp_path, _LOADED, "lint", str(_CLEAN)).communicate(timeout=60)
    assert later[0].splitlines()[-1] == b"False"
    assert said[0][0].splitlines()[:-1] == later[0].splitlines()[:-1]


def test_a_clean_file_never_loads_the_map(tmp_path: Path) -> None:
    """Nor does one whose findings name nothing of the guide."""
    text = _CLEAN.read_bytes()
    (tmp_path / "wrong.837").write_bytes(text.replace(b"~SE*", b"~XYZ*1~SE*"))
    started("lint", str(_CLEAN), env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)})
    for path, line in ((_CLEAN, 0), (tmp_path / "wrong.837", 1)):
        out = _run(tmp_path, _LOADED, "lint", "--output", "concise", str(path)).communicate(timeout=60)[0]
        assert out.splitlines()[-1] == b"False", out
        assert out.count(b"IG020") == line


def test_a_pyx12_without_the_map_of_the_guide_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "MAP", "837.5010.X299.A9.xml")
    maps.load_map.cache_clear()
    try:
        with pytest.raises(UnknownGuideError, match="has no map of 005010X222A1: expected"):
            maps.load_map()
    finally:
        maps.load_map.cache_clear()
