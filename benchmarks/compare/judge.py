"""From times to a verdict for each case: no loss, a loss, faster. A loss is called only when fresh pairs confirm it."""
import dataclasses
import math

from compare import statistics


@dataclasses.dataclass
class Rule:
    least: float = 0.03         # smallest slowdown that matters
    suspicion: float = 0.05     # chance that the first look suspects any case without reason
    significance: float = 0.01  # the same of the second look, by itself
    blocks: int = 10            # of the first look, at least

    def first_blocks(self, cases):
        """So many that one block of the other sign still leaves p, corrected for all cases, below the bound."""
        return max(self.blocks, math.ceil(math.log2(2 * cases / self.suspicion)))

    def fresh_blocks(self, suspects):
        """More than at first: a median of the few largest of many effects is too large, and noise may last."""
        return max(3 * self.blocks // 2, math.ceil(math.log2(2 * suspects / self.significance)))


@dataclasses.dataclass
class Verdict:
    name: str
    effect: statistics.Effect
    p: float                    # for all cases together
    confirmed: statistics.Effect | None = None  # of fresh pairs alone
    confirmed_p: float | None = None
    loss: bool = False

    @property
    def words(self):
        if self.loss:
            return "SLOWER, confirmed"
        if self.confirmed:
            return "not confirmed by fresh pairs"
        if self.effect.high < 0 and self.effect.slowdown < 0:
            return "faster" if self.p > 0.99 else "perhaps faster"
        return "no loss"


def first_look(effects):
    """Verdicts without a second look. `effects`: by name."""
    adjusted = statistics.holm([e.p for e in effects.values()])
    return [Verdict(name, effect, p) for (name, effect), p in zip(effects.items(), adjusted)]


def suspects(verdicts, rule, significance):
    return [v for v in verdicts if statistics.suspicious(v.effect, v.p, rule.least, significance)]


def confirm(verdicts, effects, rule):
    """Second look at the suspects with effects of fresh pairs, which must show the loss by themselves."""
    adjusted = statistics.holm([e.p for e in effects.values()])
    for verdict in verdicts:
        if verdict.name not in effects:
            continue
        verdict.confirmed = effects[verdict.name]
        verdict.confirmed_p = adjusted[list(effects).index(verdict.name)]
        verdict.loss = statistics.suspicious(verdict.confirmed, verdict.confirmed_p, rule.least, rule.significance)


def judge(names, blocks, rule, talk=lambda words: None):
    """`blocks(name, count, first)` gives order and times of fresh blocks."""
    def look(name, count, first):
        talk(f"{name}: {count} blocks" + (", fresh ones" if first else ""))
        return statistics.paired(statistics.block_ratios(*blocks(name, count, first)))

    count = rule.first_blocks(len(names))
    verdicts = first_look({name: look(name, count, 0) for name in names})
    found = suspects(verdicts, rule, rule.suspicion)
    if found:
        confirm(verdicts, {v.name: look(v.name, rule.fresh_blocks(len(found)), count) for v in found}, rule)
    return verdicts


def judge_saved(a, b, names, rule):
    """Two saved runs: nothing can be run again, so that a suspect is a loss."""
    verdicts = first_look({name: statistics.unpaired(a[name], b[name]) for name in names})
    for verdict in suspects(verdicts, rule, rule.significance):
        verdict.loss = True
    return verdicts
