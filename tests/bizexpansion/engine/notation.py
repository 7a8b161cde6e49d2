"""Reads the notation of the domain file's section 2.1 and 4 into engine trees, to prove that the engine carries it.

A reading aid of the tests: the flows of the house are written as modules, not as strings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bizexpansion.engine.definition import (
    Block,
    Choice,
    Condition,
    Each,
    Exit,
    ExitKind,
    Flow,
    Par,
    Seq,
    Step,
    When,
    abort,
    back,
    forward,
    seq,
)

TOKEN = re.compile(r"\s*(EACH|ABORT|[A-Z][A-Z0-9]*|[a-z_]+|[\[\]()<>{}|!?,])")
IMPLIES = (("mid", "int"), ("design", "int"), ("exchange", "offtol"), ("exchange", "onsite"))
EXACTLY_ONE = (("onsite", "lab"),)


@dataclass(frozen=True)
class Wait(Block):
    """A W-state on its way to the intake that it belongs to."""

    code: str


@dataclass
class Parser:
    """Recursive descent over one flow string, macros expanded in place."""

    macros: dict[str, str]
    tokens: list[str]
    counts: dict[str, int] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    at: int = 0

    def peek(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        assert token, "the string ends too early"
        assert expected in ("", token), f"expected {expected}, found {token}"
        self.at += 1
        return token

    def sequence(self) -> Block:
        blocks = [self.item()]
        # Inside <a | b> a ">" may close the choice: it goes on only if something can begin after it.
        while self.peek() == ">" and re.match(r"[A-Z\[(<]", self.peek(1)):
            self.take(">")
            blocks.append(self.item())
        return blocks[0] if len(blocks) == 1 else Seq(tuple(blocks))

    def item(self) -> Block:
        block = self.atom()
        if self.peek() == "!":
            self.take()
            block = self.with_failures(block)
        if self.peek() == "?":
            self.take()
            block = block.when(self.take())
        return block

    def atom(self) -> Block:
        token = self.take()
        if token == "(":
            inner = self.sequence()
            self.take(")")
            return inner
        if token in "[<":
            parts = [self.sequence()]
            while self.peek() == "|":
                self.take()
                parts.append(self.sequence())
            self.take("]" if token == "[" else ">")
            return Par(tuple(parts)) if token == "[" else Choice(tuple(p for p in parts if isinstance(p, When)))
        if token == "EACH":
            self.take("(")
            inner = self.sequence()
            self.take(")")
            return Each(inner)
        if token in self.macros:
            return self.nested(self.macros[token])
        if token.startswith("W") and self.peek() != "!":
            return Wait(token)
        return self.new_step(token)

    def nested(self, text: str) -> Block:
        outer, self.tokens, outer_at, self.at = self.tokens, TOKEN.findall(text), self.at, 0
        block = self.sequence()
        assert self.at == len(self.tokens), f"left over in {text}"
        self.tokens, self.at = outer, outer_at
        return block

    def new_step(self, code: str) -> Step:
        number = self.counts[code] = self.counts.get(code, 0) + 1
        self.latest[code] = f"{code}_{number}"
        return Step(f"{code}_{number}", code)

    def with_failures(self, block: Block) -> Step:
        assert isinstance(block, Step), "only a step can fail"
        targets = []
        if self.peek() == "{":
            self.take()
            targets.append(self.target())
            while self.peek() == ",":
                self.take()
                targets.append(self.target())
            self.take("}")
        else:
            targets.append(self.target())
        exits = [forward("done"), *(self.failure(number, *target) for number, target in enumerate(targets))]
        wait = block.code if block.code.startswith("W") else ""
        return replace(block, wait=wait, exits=tuple(exits))

    def target(self) -> tuple[str, str]:
        """Wait and code of a way back: ``A02``, ``W2`` (to the intake that waits) or ``(W4>A14)``."""
        if self.peek() == "(":
            self.take()
            wait = self.take()
            self.take(">")
            code = self.take()
            self.take(")")
            return wait, code
        code = self.take()
        return (code, "") if code.startswith("W") else ("", code)

    def failure(self, number: int, wait: str, code: str) -> Exit:
        if code == "ABORT":
            return abort(f"fail_{number}")
        return back(f"fail_{number}", self.latest[code] if code else wait, waiting=wait)


def with_waits(block: Block) -> Block:
    """Every W-state moved onto the intake that follows it, and ways back to a W-state onto that intake."""
    intakes: dict[str, str] = {}
    tree, left = _settle(block, (), intakes)
    assert not left, f"nothing takes in what {left} waits for"
    return _redirect(tree, intakes)


def _settle(block: Block, pending: tuple[str, ...], intakes: dict[str, str]) -> tuple[Block, tuple[str, ...]]:
    """``block`` with the pending wait on its first step; what is still pending after it."""
    match block:
        case Step():
            for wait in pending:
                intakes.setdefault(wait, block.id)
            return (replace(block, wait=pending[-1]) if pending else block), ()
        case Seq(blocks):
            done: list[Block] = []
            for part in blocks:
                if isinstance(part, Wait):
                    pending = (*pending, part.code)
                    continue
                settled, pending = _settle(part, pending, intakes)
                done.append(settled)
            return seq(*done), pending
        case When(condition, body):
            settled, inner = _settle(body, pending, intakes)
            # Where the body is absent, the wait is for the step after it.
            return When(condition, settled), tuple(dict.fromkeys((*pending, *inner)))
        case Par(branches):
            return Par(tuple(_settle(branch, (), intakes)[0] for branch in branches)), ()
        case Choice(alternatives):
            return Choice(tuple(When(a.condition, _settle(a.body, (), intakes)[0]) for a in alternatives)), ()
        case Each(body):
            return Each(_settle(body, (), intakes)[0]), ()
    raise TypeError(block)


def _redirect(block: Block, intakes: dict[str, str]) -> Block:
    match block:
        case Step():
            return replace(block, exits=tuple(replace(e, to=intakes.get(e.to, e.to)) for e in block.exits))
        case Seq(blocks):
            return Seq(tuple(_redirect(part, intakes) for part in blocks))
        case When(condition, body):
            return When(condition, _redirect(body, intakes))
        case Par(branches):
            return Par(tuple(_redirect(branch, intakes) for branch in branches))
        case Choice(alternatives):
            return Choice(tuple(When(a.condition, _redirect(a.body, intakes)) for a in alternatives))
        case Each(body):
            return Each(_redirect(body, intakes))
    raise TypeError(block)


def parse_flow(code: str, text: str, macros: dict[str, str]) -> Flow:
    """A flow string as a definition, with the rules between conditions that the domain file declares."""
    parser = Parser(macros, TOKEN.findall(text))
    tree = parser.sequence()
    assert parser.at == len(parser.tokens), f"left over in {code}: {parser.tokens[parser.at :]}"
    body = with_waits(tree)
    names = dict.fromkeys(_conditions(body))
    return Flow(
        code=code,
        version=1,
        name=code,
        body=body,
        conditions=tuple(Condition(name) for name in names),
        implies=tuple(pair for pair in IMPLIES if set(pair) <= names.keys()),
        exactly_one=tuple(group for group in EXACTLY_ONE if set(group) <= names.keys()),
    )


def _conditions(block: Block) -> list[str]:
    own = [block.condition] if isinstance(block, When) else []
    return own + [name for part in block.parts() for name in _conditions(part)]


def read_domain_file(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """The macros of section 2.1 and the flows of section 4."""
    macros = dict(re.findall(r"^([A-Z][A-Z0-9]*) +(?:= )(.+)$", text, re.MULTILINE))
    flows = dict(re.findall(r"^```flow (\d+)\n(.+?)\n```", text, re.MULTILINE | re.DOTALL))
    return macros, flows


def read_rows(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """The same from our own copy (tests/bizexpansion/flows/rows.txt)."""
    macros = dict(re.findall(r"^([A-Z][A-Z0-9]*) += (.+)$", text, re.MULTILINE))
    return macros, dict(re.findall(r"^(\d+) (.+)$", text, re.MULTILINE))


def written(flow: Flow) -> str:
    """A flow in the notation, one way of writing for everything that means the same.

    Waits stand at their intake, `A09@W2`; what may go wrong at a step stands at it, sorted, `A15!{(W4>A14)}`.
    Names, forward outcomes, forms and effects are left out: the domain file does not say them.
    """
    codes = {step.id: step.code for step in flow.body.steps()}
    return _write(flow.body, codes)


def _write(block: Block, codes: dict[str, str]) -> str:
    match block:
        case Step():
            fails = sorted(_fail(one, codes) for one in block.exits if one.kind is not ExitKind.NEXT)
            own_wait = block.wait and block.wait != block.code
            return (
                block.code
                + (f"@{block.wait}" if own_wait else "")
                + ("!{" + ",".join(fails) + "}" if fails else "")
            )
        case Seq():
            return " > ".join(_write(part, codes) for part in block.parts())
        case Par():
            return "[ " + " | ".join(_write(part, codes) for part in block.parts()) + " ]"
        case Choice():
            return "< " + " | ".join(_write(part, codes) for part in block.parts()) + " >"
        case When(condition, body):
            inner = _write(body, codes)
            return (f"({inner})" if " " in inner else inner) + f"?{condition}"
        case Each(body):
            return f"EACH({_write(body, codes)})"
    raise TypeError(block)


def _fail(exit: Exit, codes: dict[str, str]) -> str:
    if exit.kind is ExitKind.ABORT:
        return "ABORT"
    target = codes[exit.to]
    return f"({exit.waiting}>{target})" if exit.waiting else target
