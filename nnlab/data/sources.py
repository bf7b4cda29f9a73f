"""What stands in a CSV file, as text: found by its path, in its bytes, or in the open file."""

from pathlib import Path
from typing import final

from nnlab import checks
from nnlab.data.sentences import several, short, wrong

SAVE = "open it in the program it comes from and save it as CSV UTF-8"
WHICH = 'or say what it is in: encoding="cp1252" (Windows, Western Europe), "gbk" (Chinese), ...'
EXPECTED = "the path of a CSV file, its bytes or the file"
UNNAMED = "the file"


def text_of(source, name: str | None = None, encoding: str | None = None) -> tuple[str, str]:
    """Return the text in a source with line ends "\\n", and the name that stands in messages.

    A text with several lines is taken for the content of a file, any other for its path. Bytes must be UTF-8,
    with or without a mark at their beginning, or UTF-16 with one; or what `encoding` says.

    Raises FileNotFoundError where no file is, ValueError for what is no text.
    """
    if not (name is None or (isinstance(name, str) and name)):
        raise wrong(f"name: expected a text, got {checks.shown(name)}")
    if encoding is not None:
        _look_up(encoding)
    content, found = _content(source)
    name = found if name is None else name
    text = content if isinstance(content, str) else _decoded(content, short(name), encoding)
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, name


def _look_up(encoding: object) -> None:
    try:
        b"a".decode(encoding)
    except UnicodeError:
        pass  # Python knows it, and the letter a is written otherwise in it
    except (LookupError, TypeError, ValueError):
        expected = 'a name such as "utf-8", "cp1252" or "gbk"'
        raise wrong(f"encoding: expected {expected}, got {checks.shown(encoding)}") from None


def _content(source) -> tuple[bytes | str, str]:
    """Return what stands in a source, and the name of its file."""
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), UNNAMED
    if hasattr(source, "read"):
        try:
            content = source.read()
        except UnicodeDecodeError:
            raise wrong('source: expected a file opened by open(path, "rb"), got another') from None
        if not isinstance(content, bytes | str):
            raise wrong(f"source: expected {EXPECTED}, got {checks.shown(source)}")
        return content, Path(str(getattr(source, "name", UNNAMED))).name
    if not isinstance(source, str | Path) or not str(source).strip():
        raise wrong(f"source: expected {EXPECTED}, got {checks.shown(source)}")
    if isinstance(source, str) and len(source.splitlines()) > 1:  # no path has several lines
        return source, "the text"
    return _file(Path(source).expanduser())


def _file(path: Path) -> tuple[bytes, str]:
    try:
        if not path.is_dir():
            return path.read_bytes(), path.name
    except FileNotFoundError:
        folder = path.absolute().parent
        there = f"there is no such file in {_folder(folder)}; {_files_in(folder)}"
        error = wrong(f"{short(path.name)}: {there}", FileNotFoundError)
    except (OSError, ValueError) as problem:  # ValueError: no file's name holds the character 0
        why = getattr(problem, "strerror", None) or problem
        error = wrong(f"{short(path.name)}: expected a file that can be read, got: {why}")
    else:
        error = wrong(f"{short(str(path))}: expected a file, got a folder; {_files_in(path)}")
    raise error


def _folder(folder: Path) -> str:
    text = str(folder)
    return text if len(text) <= 100 else "..." + text[-97:]


def _files_in(folder: Path) -> str:
    if not folder.is_dir():
        return "there is no such folder"
    names = sorted(short(path.name) for path in folder.iterdir() if path.suffix.lower() == ".csv")
    return f"the CSV files there: {several(names)}" if names else "there is no CSV file there"


def _decoded(content: bytes, name: str, encoding: str | None) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):  # so begin .xlsx and .ods, and .xls
        raise wrong(f"{name}: expected CSV, got the format of a spreadsheet program; {SAVE}")
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # what Excel calls "Unicode text"
    if b"\0" in content and not wide and encoding is None:
        raise wrong(f"{name}: expected CSV, got a file that is no text; {SAVE}")
    believed = encoding or ("UTF-16" if wide else "UTF-8")
    try:
        return content.decode(believed)
    except UnicodeDecodeError:
        sentence = f"{name}: expected text in {believed}, got other bytes; {SAVE}"
    if encoding or wide:
        raise wrong(sentence)
    raise wrong(f"{sentence}, {WHICH}", NotUtf8)


@final
class NotUtf8(ValueError):
    """The bytes are no UTF-8, and nobody has said what else they are."""
