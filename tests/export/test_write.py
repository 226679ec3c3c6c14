from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import StoreError
from digest.export.write import WriteReport, write_bundle
from digest.models import Bundle


def write(folder: Path, known: dict[str, str] | None = None, *, force: bool = False, **files: bytes) -> WriteReport:
    named = {name.replace("__", "/") + ".md": content for name, content in files.items()}
    return write_bundle(Bundle(files=named), folder, known=known or {}, force=force)


def test_files_are_written_into_new_folders(tmp_path: Path) -> None:
    assert write(tmp_path / "out", a__b=b"x").written == ["a/b.md"]
    assert (tmp_path / "out/a/b.md").read_bytes() == b"x"


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    write(tmp_path, a=b"x")
    before = (tmp_path / "a.md").stat()
    assert write(tmp_path, a=b"x").unchanged == ["a.md"]
    after = (tmp_path / "a.md").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_a_file_that_is_still_ours_is_renewed(tmp_path: Path) -> None:
    hashes = write(tmp_path, a=b"x").hashes
    assert write(tmp_path, hashes, a=b"y").written == ["a.md"]
    assert (tmp_path / "a.md").read_bytes() == b"y"


def test_an_edited_file_is_kept_and_the_new_text_goes_beside_it(tmp_path: Path) -> None:
    hashes = write(tmp_path, a=b"x").hashes
    (tmp_path / "a.md").write_bytes(b"mine")
    report = write(tmp_path, hashes, a=b"y")
    assert report.kept == {"a.md": "a.new.md"}
    assert (tmp_path / "a.md").read_bytes() == b"mine"
    assert (tmp_path / "a.new.md").read_bytes() == b"y"
    assert write(tmp_path, hashes, force=True, a=b"y").written == ["a.md"]


@pytest.mark.parametrize("name", ["../a.md", "/etc/a.md", "a/../../b.md", "", "a\\b.md", "a\0.md"])
def test_a_path_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError):
        write_bundle(Bundle(files={"good.md": b"x", name: b"x"}), tmp_path / "out", known={})
    assert not (tmp_path / "out/good.md").exists()


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a").symlink_to(tmp_path)
    (tmp_path / "out/b.md").symlink_to(tmp_path / "victim")
    for name in ("a/x.md", "b.md"):
        with pytest.raises(StoreError):
            write_bundle(Bundle(files={name: b"x"}), tmp_path / "out", known={}, force=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out"]


def test_one_file_under_two_spellings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        write(tmp_path, a=b"x", A=b"y")


@pytest.mark.parametrize("name", ["a/./b.md", "dir/", "a//b.md", "."])
def test_a_name_with_another_spelling_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError):
        write_bundle(Bundle(files={name: b"x"}), tmp_path, known={})


def test_a_folder_in_the_place_of_a_file_is_named_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "b.md").mkdir()
    with pytest.raises(StoreError, match=r"b\.md is a folder"):
        write(tmp_path, a=b"x", b=b"x", force=True)
    assert [p.name for p in tmp_path.iterdir()] == ["b.md"]


def test_a_file_in_the_place_of_a_folder_is_named_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "posts").write_text("mine")
    with pytest.raises(StoreError, match="posts is a file"):
        write_bundle(Bundle(files={"a.md": b"x", "posts/b.md": b"x"}), tmp_path, known={}, force=True)
    assert (tmp_path / "posts").read_text() == "mine"
    assert not (tmp_path / "a.md").exists()


def test_a_file_and_a_folder_of_one_name_in_an_export_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="both a file and a folder"):
        write_bundle(Bundle(files={"a": b"x", "A/b.md": b"x"}), tmp_path, known={})
    assert not list(tmp_path.iterdir())


def test_nothing_is_left_behind_when_the_disk_refuses(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    long = "x" * 300 + ".md"  # longer than file systems take
    with pytest.raises(OSError, match="too long"):
        write_bundle(Bundle(files={long: b"x"}), out, known={}, force=True)
    assert not list(out.iterdir())
