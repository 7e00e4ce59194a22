"""The mechanics of a settings page: classes that take anything, and one reading that checks them all at once.

A class that refused a wrong value when it is called would stop at the first wrong one, with a traceback. So a settings
class keeps what it is given; `read` then checks the whole page with pydantic and tells every wrong value by its path.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, dataclass_transform, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError, core_schema

from constructs_lib.plan.problems import Problem

T = TypeVar("T")

_SHOWN = 60  # characters of a wrong value that an error repeats


@dataclass(frozen=True)
class Example:
    """In `Annotated[...]`: a value that the field takes. Errors show it, and rules go on with it where one is wrong."""

    value: Any


@dataclass(frozen=True)
class Reading(Generic[T]):
    """A page as read. `page` is whole even where `problems` are: the settings at `broken` hold examples then.

    `page` is None where not even that could be done.
    """

    page: T | None
    problems: tuple[Problem, ...]
    broken: tuple[str, ...]


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def settings(cls: type[T]) -> type[T]:
    """Make a class of a page's settings: keyword-only, frozen, compared by value, checked by `read`."""
    cls.__pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[attr-defined]
    made: type[T] = dataclass(frozen=True, kw_only=True)(cls)

    factories = {f.name: f.default_factory for f in fields(made) if f.default_factory is not MISSING}  # type: ignore[arg-type]

    def keep(self: Any, **given: Any) -> None:
        self.__dict__.update({name: make() for name, make in factories.items()})
        self.__dict__.update(given)

    def schema(kls: type[Any], source: Any, handler: Any) -> CoreSchema:
        def unpack(value: Any) -> dict[str, Any]:
            if type(value) is not kls:
                raise PydanticCustomError("settings_class", "write {name}(...)", {"name": kls.__name__})
            return dict(vars(value))

        inner = handler(source)
        inner["strict"] = False  # its fields stay strict; the class itself is read from what it kept
        return core_schema.no_info_before_validator_function(unpack, inner)

    made.__init__ = keep  # type: ignore[method-assign]
    made.__get_pydantic_core_schema__ = classmethod(schema)  # type: ignore[attr-defined]
    return made


def class_name(value: object) -> str:
    """What tells the classes of a typed choice apart, for pydantic's Discriminator."""
    return type(value).__name__


def read(page: T) -> Reading[T]:
    """Check every value of a page; see `Reading`. Costs some microseconds where nothing is wrong."""
    adapter = _adapter(type(page))
    problems: list[Problem] = []
    broken: list[str] = []
    for _ in range(4):  # a value repaired may uncover the next one, within a class that could not be read at all
        try:
            return Reading(adapter.validate_python(page), tuple(problems), tuple(broken))
        except ValidationError as found:
            for error in found.errors(include_url=False):
                steps = list(_steps(page, error["loc"]))
                path = _path(steps)
                problems.append(Problem(path=path, says=_says(page, steps, error)))
                broken.append(path)
                page = _repaired(page, steps, error)
    return Reading(None, tuple(problems), tuple(broken))


def shown(value: Any) -> str:
    """A wrong value as an error repeats it: short, on one line, and never a private key."""
    if isinstance(value, str | bytes) and "PRIVATE KEY" in str(value):
        return "a private key (not shown)"
    text = value if isinstance(value, str) and value.isprintable() and value.strip() else repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


_adapters: dict[type[Any], TypeAdapter[Any]] = {}
_known_hints: dict[type[Any], dict[str, Any]] = {}


def _adapter(cls: type[T]) -> TypeAdapter[T]:
    if cls not in _adapters:
        _adapters[cls] = TypeAdapter(cls)
    return _adapters[cls]


def _hints(cls: type[Any]) -> dict[str, Any]:
    if cls not in _known_hints:
        _known_hints[cls] = get_type_hints(cls, include_extras=True)
    return _known_hints[cls]


def _steps(page: Any, loc: tuple[int | str, ...]) -> Iterator[int | str]:
    """A pydantic location without the names of classes and validators that it holds beside the page's own."""
    here = page
    for step in loc:
        if isinstance(step, int) and isinstance(here, list | tuple) and step < len(here):
            yield step
            here = here[step]
        elif isinstance(here, dict):
            if step in here:
                yield step
                here = here[step]
        elif isinstance(step, str) and is_dataclass(here) and (step in _hints(type(here)) or step in vars(here)):
            yield step
            here = getattr(here, step, None)


def _path(steps: list[int | str]) -> str:
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).lstrip(".") or "the page"


def _holder(page: Any, steps: list[int | str]) -> Any:
    here: Any = page
    for step in steps:
        here = getattr(here, str(step), None) if is_dataclass(here) else here[step]
    return here


def _says(page: Any, steps: list[int | str], error: ErrorDetails) -> str:
    kind, value = error["type"], error.get("input")
    if kind == "unexpected_keyword_argument":
        names = sorted(_hints(type(_holder(page, steps[:-1]))))
        near = difflib.get_close_matches(str(steps[-1]), names, n=1)
        return f"there is no such setting; did you mean {near[0]}?" if near else f"there is no such setting; there are {', '.join(names)}"
    example = _for_example(page, steps)
    if kind == "missing":
        return f"is missing{example}"
    if kind == "value_error":
        return f"{shown(value)} {str(error['ctx']['error'])}"
    message = error["msg"][0].lower() + error["msg"][1:]
    if kind == "union_tag_invalid":
        message = f"must be one of {error['ctx']['expected_tags'].replace(chr(39), '')}"
    return f"{shown(value)}: {message.removeprefix('input ')}{example}"


def _for_example(page: Any, steps: list[int | str]) -> str:
    try:
        value = example(_annotation(page, steps))
    except TypeError:
        return ""
    if value is None or is_dataclass(value) or value == ():
        return ""
    return f"; for example {value}"


def _annotation(page: Any, steps: list[int | str]) -> Any:
    """The declared type of the field or item at `steps`."""
    *before, last = steps
    holder = _holder(page, before)
    if is_dataclass(holder):
        return _hints(type(holder)).get(str(last))
    outer = _annotation(page, before) if before else None
    while get_origin(outer) is Annotated:
        outer = get_args(outer)[0]
    return next(iter(get_args(outer)), None)


def example(annotation: Any) -> Any:
    """A value that a field of this type takes. TypeError: the type says none."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        given = [extra.value for extra in args[1:] if isinstance(extra, Example)]
        return given[0] if given else example(args[0])
    if origin in (Union, types.UnionType):
        return None if type(None) in args else example(args[0])
    if origin is Literal:
        return args[0]
    if origin in (tuple, Sequence):
        return ()
    if origin in (dict, Mapping):
        return {}
    if annotation is bool:
        return False
    if isinstance(annotation, type) and is_dataclass(annotation):
        needed = (f for f in fields(annotation) if f.default is MISSING and f.default_factory is MISSING)
        return annotation(**{f.name: example(_hints(annotation)[f.name]) for f in needed})
    raise TypeError(f"no example for {annotation!r}: give one by Annotated[..., Example(...)]")


def _repaired(page: Any, steps: list[int | str], error: ErrorDetails) -> Any:
    """The page with an example in place of one wrong value, or without the one that has no place in it."""
    if not steps:
        return page
    if error["type"] == "unexpected_keyword_argument":
        *before, last = steps
        holder = _holder(page, before)
        kept = {name: value for name, value in vars(holder).items() if name != last}
        return _with(page, before, type(holder)(**kept))
    try:
        return _with(page, steps, example(_annotation(page, steps)))
    except TypeError:
        return page


def _with(page: Any, steps: list[int | str], value: Any) -> Any:
    if not steps:
        return value
    first, *rest = steps
    if isinstance(page, list | tuple):
        return tuple(_with(item, rest, value) if at == first else item for at, item in enumerate(page))
    if isinstance(page, dict):
        return {**page, first: _with(page.get(first), rest, value)}
    changed = _with(getattr(page, str(first), None), rest, value)
    return type(page)(**{**vars(page), str(first): changed})
