"""Does a test notice when a rule changes? A small mutation check that runs in this process, in seconds.

1. `mutants_of` reads the source of a module and plants one change at a time inside a function: another
   comparison, a boundary moved by one, `and` for `or`, a condition turned round, a branch swapped, a number
   one higher, a sign, a value that is not returned, an error that is not raised.
2. `survivors` first runs every check on the unchanged code, and sees which functions each of them enters. Then it swaps the
   code of a living function for the changed one, so that everybody who imported it sees the change, runs the checks that enter
   it, and puts the code back; queries that were put together are forgotten. The first check that raises, or computes for longer
   than two seconds, has noticed; it goes first the next time, because who notices one change of a function often notices more.
3. `tables` makes checks of test modules: their plain and parametrised tests, without fixtures and without
   random worlds. `scenes` does the same for tests that act on the cast in the database: each in its own savepoint.

A change that provably makes no difference is listed by its key with the reason; a listed key that is
noticed after all, or that no longer exists, is reported too, so that the list cannot rot.
"""

import ast
import copy
import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import product
from time import monotonic, process_time
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from django.db import transaction

from schakel.web import prepared

Check = Callable[[], object]

COMPARISONS: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
SIGNS: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
}
NOT_BEHAVIOUR = frozenset({"annotation", "returns", "decorator_list", "type_comment"})
PATIENCE_SECONDS = 2.0
TURN = "_turn_of_a_loop"
TELL = "_tell_that_it_is_entered"


@dataclass(frozen=True)
class Mutant:
    """One planted change: where, what it was, what it became, and the changed code by qualified name."""

    module: str
    function: str
    before: str
    after: str
    codes: Mapping[str, CodeType]

    @property
    def key(self) -> str:
        """Names the change without a line number: stays the same when the module moves."""
        return f"{self.module}.{self.function}: {self.before} -> {self.after}"


def mutants_of(module: ModuleType) -> Iterator[Mutant]:
    """Every planted change of every function and method of `module`, one at a time."""
    tree = ast.parse(inspect.getsource(module))
    name = module.__name__.rsplit(".", 1)[-1]
    for qualified, function in _functions(tree):
        _count_turns(function)
        for before, after in _planted(function):
            yield Mutant(name, qualified, before, after, _codes(compile(tree, str(module.__file__), "exec")))


def _functions(tree: ast.AST, outer: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield f"{outer}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{outer}{node.name}.")


def _count_turns(function: ast.FunctionDef) -> None:
    """Let every loop say that it takes a turn, so that an endless one can be ended."""
    for node in ast.walk(function):
        if isinstance(node, ast.While | ast.For):
            turn = ast.Expr(ast.Call(ast.Name(TURN, ast.Load()), [], []))
            node.body.insert(0, ast.fix_missing_locations(ast.copy_location(turn, node)))


def _planted(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Change the tree in place, say what changed, and change it back."""
    for field, value in ast.iter_fields(node):
        if field in NOT_BEHAVIOUR:
            continue
        children = value if isinstance(value, list) else [value]
        for index, child in enumerate(children):
            if not isinstance(child, ast.AST) or isinstance(child, ast.arguments) or _is_docstring(child):
                continue
            for changed in _variants(child):
                _put(node, field, index, ast.copy_location(changed, child))
                ast.fix_missing_locations(changed)
                yield _first_line(child), _first_line(changed)
                _put(node, field, index, child)
            yield from _planted(child)


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]


def _put(parent: ast.AST, field: str, index: int, child: ast.AST) -> None:
    value = getattr(parent, field)
    if isinstance(value, list):
        value[index] = child
    else:
        setattr(parent, field, child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    """The changes that fit this kind of node."""
    match node:
        case ast.Compare(left, ops, comparators):
            for place, old in enumerate(ops):
                for new in COMPARISONS[type(old)]:
                    yield ast.Compare(left, [*ops[:place], new(), *ops[place + 1 :]], comparators)
        case ast.BoolOp(ast.And(), values):
            yield ast.BoolOp(ast.Or(), values)
        case ast.BoolOp(ast.Or(), values):
            yield ast.BoolOp(ast.And(), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.BinOp(left, op, right) if type(op) in SIGNS:
            yield ast.BinOp(left, SIGNS[type(op)](), right)
        case ast.AugAssign(target, op, value) if type(op) in SIGNS:
            yield ast.AugAssign(target, SIGNS[type(op)](), value)
        case _:
            yield from _other_variants(node)


def _other_variants(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.If(test, body, orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() as value):
            yield ast.Constant(value + 1)
        case ast.Return(value) if value is not None and not _is_none_or_bool(value):
            yield ast.Return(ast.Constant(None))
        case ast.Raise():
            yield ast.Pass()


def _is_none_or_bool(node: ast.AST) -> bool:
    """Nothing to take away from: None is None already, and a bool is turned round instead."""
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))


def _codes(code: CodeType) -> dict[str, CodeType]:
    """Code objects by qualified name, those inside classes too."""
    found: dict[str, CodeType] = {}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found[constant.co_qualname] = constant
            found |= _codes(constant)
    return found


def survivors(
    modules: Sequence[ModuleType], checks: Sequence[Check], equivalent: Mapping[str, str] | None = None
) -> list[str]:
    """Keys of the changes that no check noticed, and of listed equivalents that are wrong or gone.

    Raises whatever a check raises on the unchanged code: a check must pass before it can notice anything.
    """
    listed, found = dict(equivalent or {}), list[str]()
    entering = _entering(checks, modules)
    for module in modules:
        living = _living_functions(module)
        for mutant in mutants_of(module):
            those = entering[_full(module, mutant.function)]
            noticed = _notices(those, living[mutant.function], mutant.codes[mutant.function])
            is_listed = listed.pop(mutant.key, None) is not None
            if noticed == is_listed:
                found.append(f"{mutant.key}{' (listed, but noticed)' if noticed else ''}")
    return found + [f"{key} (listed, but gone)" for key in listed]


def _entering(checks: Sequence[Check], modules: Sequence[ModuleType]) -> dict[str, list[Check]]:
    """Which checks enter each function, by its full name, the quickest first."""
    entered, took = set[str](), dict[Check, float]()
    found = defaultdict[str, list[Check]](list)
    with ExitStack() as told:
        for module in modules:
            told.enter_context(_telling(module, entered))
        for check in checks:
            entered.clear()
            began = monotonic()
            check()
            took[check] = monotonic() - began
            for name in entered:
                found[name].append(check)
    for those in found.values():
        those.sort(key=took.__getitem__)
    return found


@contextmanager
def _telling(module: ModuleType, entered: set[str]) -> Iterator[None]:
    """For a while, every function of this module first adds its full name to `entered`."""
    tree = ast.parse(inspect.getsource(module))
    for qualified, function in _functions(tree):
        tell = ast.Expr(ast.Call(ast.Name(TELL, ast.Load()), [ast.Constant(_full(module, qualified))], []))
        function.body.insert(0, ast.fix_missing_locations(ast.copy_location(tell, function)))
    codes, living = _codes(compile(tree, str(module.__file__), "exec")), _living_functions(module)
    as_they_were = {function: function.__code__ for function in living.values()}
    vars(module)[TELL] = entered.add
    try:
        for qualified, each in living.items():
            each.__code__ = codes[qualified]
        yield
    finally:
        for each, code in as_they_were.items():
            each.__code__ = code
        del vars(module)[TELL]


def _full(module: ModuleType, qualified: str) -> str:
    return f"{module.__name__}.{qualified}"


def _living_functions(module: ModuleType) -> dict[str, FunctionType]:
    found: dict[str, FunctionType] = {}
    for value in vars(module).values():
        if inspect.isclass(value) and value.__module__ == module.__name__:
            for member in vars(value).values():
                _note(found, member, module)
        _note(found, value, module)
    return found


def _note(found: dict[str, FunctionType], member: object, module: ModuleType) -> None:
    member = member.fget if isinstance(member, property) else member
    member = member.__func__ if isinstance(member, classmethod | staticmethod) else member
    plain = inspect.unwrap(member) if callable(member) else member
    if isinstance(plain, FunctionType) and plain.__code__.co_filename == module.__file__:
        found[plain.__code__.co_qualname] = plain


class _TooSlow(BaseException):
    """A changed loop that does not end. No test may catch it."""


class _Patience:
    """Called in every turn of every loop of a changed function; gives up after a while, not counting what others do.

    An alarm signal would do without, but it can strike inside a lock of the coverage measurement and leave it locked.
    """

    def __init__(self) -> None:
        self.until = process_time() + PATIENCE_SECONDS

    def __call__(self) -> None:
        if process_time() > self.until:
            raise _TooSlow


def _notices(checks: list[Check], function: FunctionType, changed: CodeType) -> bool:
    """Whether one of the checks fails; that one comes first in the list from then on."""
    original = function.__code__
    function.__code__ = changed
    prepared.forget()
    try:
        for place, check in enumerate(checks):
            function.__globals__[TURN] = _Patience()
            if _fails(check):
                checks.insert(0, checks.pop(place))
                return True
    finally:
        function.__code__ = original
        prepared.forget()
        function.__globals__.pop(TURN, None)
    return False


def _fails(check: Check) -> bool:
    try:
        check()
    except KeyboardInterrupt:
        raise
    except BaseException:  # also the outcomes of pytest, which are no Exception
        return True
    return False


def tables(*test_modules: ModuleType) -> list[Check]:
    """The plain and parametrised tests of these modules, each case a check."""
    calls = [call for module in test_modules for call in _calls(module)]
    return [partial(test, **arguments) for test, arguments in calls]


def scenes(
    fixtures: Mapping[str, Callable[[Any], object]], cast: Any, *test_modules: ModuleType
) -> list[Check]:
    """The tests of these modules that need no more than `cast` and `fixtures` made from it, each case a check.

    The cast is made once, by the unchanged code; every test gets a copy, and what it did is rolled back. A fixture that is a
    context is entered.
    """
    makers: dict[str, Callable[[Any], object]] = {"cast": lambda same: same, **fixtures}

    def play(test: Callable[..., object], arguments: Mapping[str, Any]) -> None:
        with transaction.atomic(), ExitStack() as stack:
            actors = copy.deepcopy(cast)
            made = {name: makers[name](actors) for name in sorted(_needs(test) & set(makers))}
            for name, each in made.items():
                if isinstance(each, AbstractContextManager):
                    made[name] = stack.enter_context(each)
            test(**arguments, **made)
            transaction.set_rollback(True)

    calls = [call for module in test_modules for call in _calls(module, set(makers))]
    return [partial(play, test, arguments) for test, arguments in calls]


def _calls(
    module: ModuleType, given: Set[str] = frozenset()
) -> Iterator[tuple[Callable[..., object], dict[str, Any]]]:
    for name, test in vars(module).items():
        if not name.startswith("test_") or hasattr(test, "is_hypothesis_test"):
            continue
        for arguments in _rows(test):
            if _needs(test) - given == set(arguments):
                yield test, arguments


def _needs(test: Callable[..., object]) -> set[str]:
    return set(inspect.signature(test).parameters)


def _rows(test: Callable[..., object]) -> Iterator[dict[str, Any]]:
    """The arguments of each case of a test, as pytest's parametrize marks combine them."""
    marks: list[pytest.Mark] = [
        mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"
    ]
    for combination in product(*(_cases(mark) for mark in marks)):
        yield {name: value for case in combination for name, value in case.items()}


def _cases(mark: pytest.Mark) -> list[dict[str, Any]]:
    names, values = mark.args[0], mark.args[1]
    if isinstance(names, str):
        names = [name.strip() for name in names.split(",")]
        if len(names) == 1:
            return [{names[0]: value} for value in values]
    return [dict(zip(names, value, strict=True)) for value in values]
