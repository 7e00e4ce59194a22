"""The mechanics of a settings page: classes that take anything, and one reading that checks them all at once.

A class that refused a wrong value when it is called would stop at the first wrong one, with a traceback. So a settings
class keeps what it is given; `read` then checks the whole page with pydantic and tells every wrong value by its path.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    TypeVar,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import ConfigDict, GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError, core_schema

from constructs_lib.plan.paths import Step, holder, path_of
from constructs_lib.plan.problems import Problem
from constructs_lib.plan.shown import quoted, shown

T = TypeVar("T")


@dataclass(frozen=True)
class Example:
    """In `Annotated[...]`: a value that the field takes. Errors show it, and rules go on with it where one is wrong."""

    value: Any


class Refused(ValueError):
    """Raised by the check of a value: `says` follows the value in the message, and `fix` is what it offers."""

    def __init__(self, says: str, *, fix: object = None, repeat: bool = True) -> None:
        super().__init__(says)
        self.fix = fix
        self.repeat = repeat  # False: the message does not repeat the value, which is a secret or too long


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

    # the checker does not know that `made` is a dataclass, nor what is put on the class below
    factories = {f.name: f.default_factory for f in fields(made) if f.default_factory is not MISSING}  # type: ignore[arg-type]

    def keep(self: Any, **given: Any) -> None:
        self.__dict__.update({name: make() for name, make in factories.items()})
        self.__dict__.update(given)

    def unpack(value: Any) -> dict[str, Any]:
        if type(value) is not made:
            raise PydanticCustomError("settings_class", "write {name}(...)", {"name": made.__name__})
        return dict(vars(value))

    def schema(kls: type[Any], source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        given = handler(source)
        found: Any = handler.resolve_ref_schema(given)
        # Changed in place: a class that stands on a page twice is looked up by its ref, past this method.
        inner = {**found, "strict": False}  # its fields stay strict; the class itself is read from what it kept
        ref = inner.pop("ref", None)
        found.clear()
        found.update(core_schema.no_info_before_validator_function(unpack, cast(CoreSchema, inner), ref=ref))
        return given

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
                path = path_of(page, steps)
                problems.append(_problem(page, path, steps, error))
                broken.append(path)
                page = _repaired(page, steps, error)
    return Reading(None, tuple(problems), tuple(broken))


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


def _steps(page: Any, loc: tuple[int | str, ...]) -> Iterator[Step]:
    """A pydantic location without the names of classes and validators that it holds beside the page's own."""
    here = page
    for step in loc:
        if isinstance(here, list | tuple):
            if isinstance(step, int) and step < len(here):
                yield step
                here = here[step]
        elif isinstance(here, dict):
            if step in here:
                yield step
                here = here[step]
        elif isinstance(step, str) and is_dataclass(here) and (step in _hints(type(here)) or step in vars(here)):
            yield step
            here = getattr(here, step, None)


def _problem(page: Any, path: str, steps: list[Step], error: ErrorDetails) -> Problem:
    kind, value = error["type"], error.get("input")
    if kind == "unexpected_keyword_argument":
        names = sorted(_hints(type(holder(page, steps[:-1]))))
        near = difflib.get_close_matches(str(steps[-1])[:60], names, n=1)
        offer = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
        return Problem(path=path, says="there is no such setting", offer=offer)
    if kind == "value_error":
        refused = error["ctx"]["error"]
        fix = getattr(refused, "fix", None)
        says = f"{shown(value)} {refused!s}" if getattr(refused, "repeat", True) else str(refused)
        return Problem(path=path, says=says, fix=None if fix is None else (path, fix))
    sample = _sample(page, steps)
    offer = "" if sample is None else f"for example {sample!r}" if kind == "string_type" else f"for example {sample}"
    fix_it = None if sample is None else (path, sample)
    if kind == "missing":
        return Problem(path=path, says="is missing", offer=offer, fix=fix_it)
    message = error["msg"][0].lower() + error["msg"][1:]
    if kind == "union_tag_invalid":
        message = f"must be one of {error['ctx']['expected_tags'].replace(chr(39), '')}"
    message = message if len(message) < 200 and message.isprintable() else "is of a kind that does not belong here"
    return Problem(path=path, says=f"{quoted(value)}: {message.removeprefix('input ')}", offer=offer, fix=fix_it)


def _sample(page: Any, steps: list[Step]) -> str | int | bool | None:
    """A value to offer in place of a wrong one; None: there is none that a line can show."""
    try:
        value = example(_annotation(page, steps))
    except TypeError:
        return None
    return value if isinstance(value, str | int | bool) else None


def _annotation(page: Any, steps: list[Step]) -> Any:
    """The declared type of the field, item or value at `steps`. TypeError: there is none."""
    if not steps:
        raise TypeError("the page itself")
    *before, last = steps
    at = holder(page, before)
    if is_dataclass(at):
        return _hints(type(at)).get(str(last))
    outer = _annotation(page, before)
    while get_origin(outer) in (Annotated, Union, types.UnionType):
        outer = get_args(outer)[0]
    return get_args(outer)[-1] if get_args(outer) else None


def example(annotation: Any) -> Any:
    """A value that a field of this type takes. TypeError: the type says none."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        given = [extra.value for extra in args[1:] if isinstance(extra, Example)]
        return given[-1] if given else example(args[0])
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


def _repaired(page: Any, steps: list[Step], error: ErrorDetails) -> Any:
    """The page with an example in place of one wrong value, or without the one that has no place in it."""
    if not steps:
        return page
    *before, last = steps
    at = holder(page, before)
    if error["type"] == "unexpected_keyword_argument":
        kept = {name: value for name, value in vars(at).items() if name != last}
        return _with(page, before, type(at)(**kept))
    if isinstance(at, dict) and error["loc"][-1] == "[key]":
        return _with(page, before, {key: value for key, value in at.items() if key != last})
    try:
        return _with(page, steps, example(_annotation(page, steps)))
    except TypeError:
        return page


def _with(page: Any, steps: list[Step], value: Any) -> Any:
    if not steps:
        return value
    first, *rest = steps
    if isinstance(page, list | tuple):
        return tuple(_with(item, rest, value) if at == first else item for at, item in enumerate(page))
    if isinstance(page, dict):
        return {**page, first: _with(page.get(first), rest, value)}
    changed = _with(getattr(page, str(first), None), rest, value)
    return type(page)(**{**vars(page), str(first): changed})
