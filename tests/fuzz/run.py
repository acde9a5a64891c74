"""Fuzz by hand: python -m tests.fuzz.run FOLDER SECONDS [SEED]."""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as with_seed
from hypothesis import strategies as st

from octavo.catalogs.po import Message
from octavo.compiler.guard import context_for, prepared, refusals
from tests.fuzz import grammar
from tests.fuzz.bench import LOCALE, Bench, Slot

#: Messages of one build, and how many builds there are for each whose books are typeset.
BATCH, TYPESET = 100, 8
Attacks = dict[Slot, str]


@dataclass
class Done:
    """The result of fuzzing.

    :ivar refused: cases that the guard refused; the others were published
    :ivar typeset: builds whose books were typeset
    """

    cases: int = 0
    refused: int = 0
    typeset: int = 0
    faults: list[str] = field(default_factory=list)


def fuzz(bench: Bench, batches: int, *, seed: int) -> Done:
    """Build *batches* catalogs and return what was found, with the guilty messages."""
    done = Done()
    pieces = grammar.atoms(str(bench.secret))

    @st.composite
    def case(draw: st.DrawFn) -> tuple[Slot, str, int]:
        slot = draw(st.sampled_from(bench.slots))
        return slot, draw(grammar.translations(slot[1], pieces)), draw(st.integers(0, 19))

    @with_seed(seed)
    @settings(
        max_examples=batches, phases=[Phase.generate], database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.lists(case(), min_size=BATCH, max_size=BATCH))
    def run(cases: list[tuple[Slot, str, int]]) -> None:
        attacks = {slot: text for slot, text, _ in cases}
        extra = {}
        for (domain, msgid), text, kind in cases:
            if kind == 0:  # a plural form that the catalog itself brings
                extra[domain, msgid] = Message(msgid, (text, text), msgid_plural=text)
            elif kind == 1:  # a message that the master does not have
                extra[domain, text] = Message(text, (text,))
        with_pdf = shutil.which("xelatex") is not None and done.cases // BATCH % TYPESET == 0
        found = bench.faults(attacks, extra, with_pdf=with_pdf)
        done.typeset += with_pdf
        done.cases += len(cases)
        done.refused += sum(_is_refused(bench, slot, text) for slot, text, _ in cases)
        if found:
            guilty = _guilty(bench, attacks, extra, with_pdf=with_pdf)
            done.faults += [f"{fault} ← {guilty}" for fault in found]

    run()
    return done


def _is_refused(bench: Bench, slot: Slot, text: str) -> bool:
    context = context_for(bench.project, LOCALE, slot[0])
    return bool(refusals(prepared(Message(slot[1], (text,)), context), context))


def _guilty(bench: Bench, attacks: Attacks, extra: dict[Slot, Message], *, with_pdf: bool) -> str:
    """Return the messages that do it, as few as halving finds."""
    if bench.faults({}, extra, with_pdf=with_pdf):
        return f"extra: {list(extra.items())[:3]!r}"
    left = list(attacks.items())
    while len(left) > 1:
        half = len(left) // 2
        parts = [left[:half], left[half:]]
        bad = next((part for part in parts if bench.faults(dict(part), {}, with_pdf=with_pdf)), None)
        if bad is None:
            break
        left = bad
    return repr(left)


def main(folder: Path, seconds: float, seed: int) -> int:
    """Fuzz for *seconds*, and print what was found."""
    shutil.rmtree(folder, ignore_errors=True)
    bench = Bench(folder)
    start = time.monotonic()
    whole = Done()
    while time.monotonic() - start < seconds:
        done = fuzz(bench, 5, seed=seed)
        seed += 1
        whole.cases += done.cases
        whole.refused += done.refused
        whole.typeset += done.typeset
        whole.faults += done.faults
        for fault in done.faults:
            print(fault, flush=True)
        past = time.monotonic() - start
        print(
            f"{past:.0f} s: {whole.cases} cases ({whole.cases / past:.1f}/s), {whole.refused} refused, "
            f"{whole.typeset} typeset, {len(whole.faults)} faults", flush=True,
        )  # fmt: skip
    return 1 if whole.faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), float(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1))
