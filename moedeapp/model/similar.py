"""Ideas that look alike: hints of duplicates, and groups that may become themes.

Danish builds long words (cykelsti, cykelparkering), so texts are compared by the runs of three
and four letters inside their words, and rare runs weigh more than common ones. On the
701 Danish sentences of SIB-200 the nearest neighbour has the same one of 7 topics for 59 % (by
whole words 47 %, by chance 16 %), and so have 62 % of the pairs inside suggested themes.

Everything here is a suggestion with its reasons; nothing here changes a meeting.
"""

import heapq
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias, TypeVar

_Key = TypeVar("_Key")
_Weights: TypeAlias = Mapping[str, float]
_Carriers: TypeAlias = Mapping[int, Sequence[str]]
"""Places of ideas with the words of each that carry a stem."""

_WORD: Final = re.compile(r"[^\W_]+")

_STOP: Final = """
ad af aften aftenen al aldrig alle allerede alt altid altså anden andet andre at bare bedre behold
behov betyde betyder bevar bevares blandt blev blevet blive bliver borger borgere borgerne brug
bruge burde by byen byens bør ca da dag dage dagen de dem den denne der deres derfor dermed det
dette dig din disse dit dog du efter ekstra eller ellers en end endnu enten er et etablere
etableres fik fin fint flere fleste for forbedre fordi forskellige forslag fra færre få får gennem
gerne gik giv give giver gives god gode godt gratis gør gøre gøres gå går haft ham han hans har
havde have hele hellere helt hen hende hendes her herunder hjem hos hun hvad hvem hver hvert
hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornår høj høje i ide ideer idé idéer ifølge
igen igennem ikke imod ind inden indføre indføres ingen intet ja jeg jer jeres jo kan kom komme
kommer kommune kommunen kommunens kommunes korte kun kunne lange lav lave laver laves lette
lettere lidt lige ligesom lille længere man mange mangler med medføre medfører meget mellem men
mens mere mest mig min mindre mine mit mod morgen morgenen mulig mulighed muligheder muligt må
måske måtte ned nej nemt nogen noget nogle nok nu ny nye nyt næste når og også om omkring op opret
opsætte opsættes os over overalt per pr på rigtig samlet samme sammen samt selv selvom set siden
sidste sig sikre sin sine sit skab skabe skabes skal skulle som sted steder stedet stor store
stort større støtte stå står svært synes særlig særligt sæt sætte så sådan således tak tid tiden
til tilbage tænker ud uden under var ved vi via vil ville vores være været vært ønske ønsker år
a about also an and are as at be better but by can do for from has have how in into is it its less
many more must need needs new no not of on or our please should so some than that the their there
they this to too us very was we what when which who will with would you your au aux avec ce dans
de des du en est et la le les leur nos notre ou par plus pour qui sur un une
"""
_STOP_WORDS: Final = frozenset(_STOP.split())

_PLACE: Final = """
bag blandt efter for foran fra hos i langs mellem nær om omkring over på til under ved at by from
in near on to aux dans pour sur
"""
_PLACE_WORDS: Final = frozenset(_PLACE.split())
"""What follows these mostly says where or when, not what."""

_GENERAL_PARTS: Final = (
    "areal",
    "cntr",
    "forhold",
    "områd",
    "ordning",
    "plads",
    "projekt",
    "tilbud",
)
"""Parts of so many Danish compounds that they tie nothing together (legeplads, parkeringsplads)."""

_ELSEWHERE: Final = 0.6
"""Weight of a word that says where; other content words weigh 1."""

_COMPARED: Final = 1_000
"""Letters of a text that are compared; what follows only counts for being the same."""

_RARE_RUNS: Final = 40
_CANDIDATES: Final = 20
"""A hint looks up the rarest runs of letters and compares the best candidates in full."""

_ALMOST: Final = 0.99
"""Highest score of texts whose words are not the same."""

_SHOWN: Final = 3
"""Most reasons given for one pair, and most words for one theme."""

_SEARCHED: Final = 40
"""Words of a text that are searched for shared runs of letters."""

_STEM: Final = range(3, 13)
"""Letters of a stem that may tie ideas together."""

_LONGEST_WORD: Final = 30
_LONG_PART: Final = 5
"""Letters of a word that are searched for stems, and of a part that makes it a compound."""

_LEAST_PART: Final = 0.04
"""Part of an idea's words that must carry a stem; what is said in passing makes no theme."""

_HOLDS: Final = 0.17
_SALIENCE: Final = 0.5
"""An idea stays in a group when its mean likeness to the rest, plus this times the part of its
words that carry the stem, reaches `_HOLDS`."""

_EXPECTED: Final = 0.12
"""What a tie must exceed to speak for a group, so that a large loose one does not win."""

_SILENT_E: Final = re.compile(r"(?<=[^aeiouyæøå])e(?=[lrn])")
_DOUBLED: Final = re.compile(r"(.)\1+")
_ENDING: Final = re.compile(r"e?(?:r|n|rn|rne|rns|rnes|ne|nes|ns)?")


@dataclass(frozen=True, slots=True)
class Hint:
    """An earlier idea much like this text; score 1.0 only when all words are the same.

    `shared` holds words that stand in both, or the longest runs of letters that do,
    in lower case.
    """

    key: str
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Ideas that may be one theme, words for its title, and what ties each idea to the rest."""

    keys: tuple[str, ...]
    words: tuple[str, ...]
    why: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is compared of a text: all words, the weights of the telling ones, and their runs."""

    words: tuple[str, ...]
    telling: _Weights
    runs: _Weights

    def part(self, words: Iterable[str]) -> float:
        """How much of what the text tells these words are, from 0 to 1."""
        return sum(self.telling[word] for word in words) / sum(self.telling.values())


class Index:
    """The ideas a new text is compared with; adding or removing one costs only its own size."""

    def __init__(self) -> None:
        self._readings: dict[str, _Reading] = {}
        self._places: dict[str, int] = {}
        self._next_place = 0
        self._holders: dict[str, set[str]] = defaultdict(set)
        self._same: dict[tuple[str, ...], set[str]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._readings)

    def add(self, key: str, text: str) -> None:
        """Take in an idea; KeyError when the key is in use."""
        if key in self._readings:
            raise KeyError(key)
        self._places[key] = self._next_place
        self._next_place += 1
        self._enter(key, _read(text))

    def remove(self, key: str) -> None:
        """Forget an idea; KeyError when it is not here."""
        self._leave(key)
        del self._places[key]

    def replace(self, key: str, text: str) -> None:
        """Give an idea new words in its old place; KeyError when it is not here."""
        self._leave(key)
        self._enter(key, _read(text))

    def alike(
        self, text: str, *, limit: int = 3, at_least: float = 0.6, besides: Container[str] = ()
    ) -> list[Hint]:
        """Ideas much like the text, best first, the earliest first among equals.

        `at_least` is the lowest score from 0 to 1; keys in `besides` are passed over.
        """
        reading = _read(text)
        if not reading.words or not self._readings:
            return []
        scores = self._scores(reading, besides)
        ranked = sorted(
            (key for key, score in scores.items() if score >= at_least),
            key=lambda key: (-scores[key], self._places[key]),
        )
        hints = (
            Hint(key, scores[key], _shared(reading.telling, self._readings[key].telling))
            for key in ranked
        )
        return list(islice((hint for hint in hints if hint.shared), max(limit, 0)))

    def _enter(self, key: str, reading: _Reading) -> None:
        self._readings[key] = reading
        self._same[reading.words].add(key)
        for run in reading.runs:
            self._holders[run].add(key)

    def _leave(self, key: str) -> None:
        reading = self._readings.pop(key)
        _discard(self._same, reading.words, key)
        for run in reading.runs:
            _discard(self._holders, run, key)

    def _scores(self, reading: _Reading, besides: Container[str]) -> dict[str, float]:
        mine = _vector(reading.runs, self._rarity)
        scores = {
            key: min(_dot(mine, _vector(self._readings[key].runs, self._rarity)), _ALMOST)
            for key in self._candidates(reading.runs, besides)
        }
        same = self._same.get(reading.words, ())
        return scores | {key: 1.0 for key in same if key not in besides}

    def _candidates(self, runs: _Weights, besides: Container[str]) -> list[str]:
        known = [
            run for run in runs if any(key not in besides for key in self._holders.get(run, ()))
        ]
        known.sort(key=lambda run: (len(self._holders[run]), run))
        found = Counter(key for run in known[:_RARE_RUNS] for key in self._holders[run])
        return heapq.nsmallest(
            _CANDIDATES,
            (key for key in found if key not in besides),
            key=lambda key: (-found[key], self._places[key]),
        )

    def _rarity(self, run: str) -> float:
        return _rarity(len(self._holders.get(run, ())) + 1, len(self._readings) + 1)


def suggest_themes(ideas: Sequence[tuple[str, str]], *, smallest: int = 3) -> list[Suggestion]:
    """Groups of at least `smallest` ideas (key, text) about the same thing, the surest first.

    No idea is in two groups, and the same ideas in the same order give the same answer.
    """
    readings = [_read(text) for _, text in ideas]
    stems = _stems(readings, max(smallest, 2))
    found = _Grouping(readings, stems, max(smallest, 2)).groups()
    keys = [key for key, _ in ideas]
    suggestions = (_suggestion(keys, readings, stems[stem], group) for stem, group in found)
    return [each for each in suggestions if len(each.keys) >= smallest]


# --- reading a text


def _read(text: str) -> _Reading:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # A text of nothing but emoji is compared by its signs.
    words = tuple(_WORD.findall(folded)) or tuple(folded.split())
    start = folded[:_COMPARED]
    telling = _telling(_WORD.findall(start) or start.split())
    runs: dict[str, float] = {}
    for word, weight in telling.items():
        for run in _runs(word):
            runs[run] = max(runs.get(run, 0.0), weight)
    return _Reading(words, telling, runs)


def _telling(words: Sequence[str]) -> _Weights:
    """Content words with their weights; every word when there are none."""
    weights: dict[str, float] = {}
    before = ""
    for word in words:
        if word not in _STOP_WORDS and not word.isdigit():
            weight = _ELSEWHERE if before in _PLACE_WORDS else 1.0
            weights[word] = max(weights.get(word, 0.0), weight)
        if word not in _STOP_WORDS or word in _PLACE_WORDS:
            before = word
    return weights or dict.fromkeys(words, 1.0)


def _runs(word: str) -> Iterator[str]:
    marked = f" {word} "
    for size in (3, 4):
        for start in range(len(marked) - size + 1):
            yield sys.intern(marked[start : start + size])


def _rarity(holders: int, total: int) -> float:
    return math.log1p(total / holders)


def _vector(runs: _Weights, rarity: Callable[[str], float]) -> _Weights:
    """The runs weighed by rarity, with length 1."""
    weighed = {run: weight * rarity(run) for run, weight in runs.items()}
    length = math.sqrt(math.fsum(value * value for value in weighed.values())) or 1.0
    return {run: value / length for run, value in weighed.items()}


def _dot(a: _Weights, b: _Weights) -> float:
    # An exact sum, so that no order of the runs can tip a comparison.
    return math.fsum(value * b[run] for run, value in a.items() if run in b)


def _discard(sets: dict[_Key, set[str]], at: _Key, key: str) -> None:
    sets[at].discard(key)
    if not sets[at]:
        del sets[at]


# --- grouping


class _Grouping:
    """Chooses the surest group again and again until none holds together."""

    def __init__(
        self, readings: Sequence[_Reading], stems: Mapping[str, _Carriers], smallest: int
    ) -> None:
        self._readings = readings
        self._stems = stems
        self._smallest = smallest
        self._left = set(range(len(readings)))
        holders = Counter(run for reading in readings for run in reading.runs)
        self._vectors = [
            _vector(reading.runs, lambda run: _rarity(holders[run], len(readings)))
            for reading in readings
        ]

    def groups(self) -> Iterator[tuple[str, list[int]]]:
        """Stems with the places of the ideas each holds together."""
        offers: list[tuple[float, list[int], str]] = []
        waiting = list(self._stems)
        while waiting or offers:
            for stem in waiting:
                sureness, group = self._held(stem)
                if group:
                    heapq.heappush(offers, (-sureness, group, stem))
            waiting = []
            if not offers:
                return
            _, group, stem = heapq.heappop(offers)
            if self._left.issuperset(group):
                yield stem, group
                self._left.difference_update(group)
            else:
                waiting = [stem]

    def _held(self, stem: str) -> tuple[float, list[int]]:
        """The ideas left that the stem holds together, and how surely."""
        group = [at for at in self._stems[stem] if at in self._left]
        while len(group) >= self._smallest:
            holds = self._holds(stem, group)
            weak = sorted((at for at in group if holds[at] < _HOLDS), key=holds.__getitem__)
            if not weak:
                return math.fsum(value - _EXPECTED for value in holds.values()), group
            # The weaker half goes, and the rest is looked at without it.
            gone = set(weak[: (len(weak) + 1) // 2])
            group = [at for at in group if at not in gone]
        return 0.0, []

    def _holds(self, stem: str, group: Sequence[int]) -> dict[int, float]:
        """How each idea is tied to the rest of the group: mean likeness plus part of its words."""
        together: dict[str, float] = defaultdict(float)
        for at in group:
            for run, value in self._vectors[at].items():
                together[run] += value
        carriers, total = self._stems[stem], len(self._readings)
        telling = _SALIENCE * _rarity(len(carriers), total) / _rarity(1, total)
        holds = {}
        for at in group:
            likeness = (_dot(self._vectors[at], together) - 1) / (len(group) - 1)
            holds[at] = likeness + telling * self._readings[at].part(carriers[at])
        return holds


def _stems(readings: Sequence[_Reading], smallest: int) -> dict[str, _Carriers]:
    """Starts of words that at least `smallest` ideas carry, also inside longer words."""
    skeletons = {word: _skeleton(word) for each in readings for word in each.telling}
    starts = {stem for skeleton in skeletons.values() for stem in _starts(skeleton)}
    within = {word: _within(skeleton, starts) for word, skeleton in skeletons.items()}
    found: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for at, reading in enumerate(readings):
        carried: dict[str, list[str]] = defaultdict(list)
        for word in reading.telling:
            for stem in within[word]:
                carried[stem].append(word)
        for stem, words in carried.items():
            if reading.part(words) >= _LEAST_PART:
                found[stem][at] = words
    # What most ideas share tells them apart no longer.
    most = max(len(readings) // 2, 8)
    longest: dict[tuple[int, ...], str] = {}
    for stem, carriers in found.items():
        group = tuple(carriers)
        if smallest <= len(group) <= most and len(stem) > len(longest.get(group, "")):
            longest[group] = stem
    return {stem: found[stem] for stem in longest.values()}


def _skeleton(word: str) -> str:
    """A word without what bending it changes: cykel and cykler begin alike, bus and busser too."""
    return _DOUBLED.sub(r"\1", _SILENT_E.sub("", word))


def _starts(skeleton: str) -> Iterator[str]:
    for size in _STEM:
        stem, rest = skeleton[:size], skeleton[size:]
        if len(stem) < size:
            return
        # Three letters are a stem only where some idea has them as a word of their own.
        if (size > _STEM.start or _ENDING.fullmatch(rest)) and not _is_general(stem):
            yield stem


def _is_general(stem: str) -> bool:
    return any(part.startswith(stem) or stem.startswith(part) for part in _GENERAL_PARTS)


def _within(skeleton: str, starts: Container[str]) -> list[str]:
    """The stems in a word; three letters only at its start, before an ending or a long part."""
    skeleton = skeleton[:_LONGEST_WORD]
    stems: dict[str, None] = {}
    for start in range(len(skeleton)):
        for size in _STEM:
            stem, rest = skeleton[start : start + size], skeleton[start + size :]
            if len(stem) < size:
                break
            short = size == _STEM.start
            if short and (start or not (_ENDING.fullmatch(rest) or len(rest) >= _LONG_PART)):
                continue
            if start != 1 and stem in starts:
                stems[stem] = None
    return list(stems)


# --- saying why


def _shared(a: _Weights, b: _Weights) -> tuple[str, ...]:
    """Words in both, else the longest runs of at least three letters in both."""
    whole = [word for word in a if word in b]
    if whole:
        return tuple(whole[:_SHOWN])
    return tuple(_common_runs(a, b)[:_SHOWN])


def _common_runs(a: Iterable[str], b: Iterable[str]) -> list[str]:
    """The runs of at least three letters in words of both, longest first, none inside another."""
    theirs = list(islice(b, _SEARCHED))
    runs = {_common(mine, other): None for mine in islice(a, _SEARCHED) for other in theirs}
    kept: list[str] = []
    for run in sorted(runs, key=len, reverse=True):
        if len(run) >= _STEM.start and not any(run in longer for longer in kept):
            kept.append(run)
    return kept


def _common(a: str, b: str) -> str:
    """The longest run of letters in both words, the first one in `a` among equals."""
    best = ""
    for start in range(len(a)):
        while start + len(best) < len(a) and a[start : start + len(best) + 1] in b:
            best = a[start : start + len(best) + 1]
    return best


def _suggestion(
    keys: Sequence[str], readings: Sequence[_Reading], carriers: _Carriers, group: Sequence[int]
) -> Suggestion:
    in_ideas = Counter(word for at in group for word in readings[at].telling)
    why: dict[str, tuple[str, ...]] = {}
    for at in group:
        whole = [word for word in readings[at].telling if in_ideas[word] > 1]
        whole.sort(key=lambda word: word not in carriers[at])
        others = dict.fromkeys(word for each in group if each != at for word in carriers[each])
        carried = not any(word in others for word in carriers[at])
        runs = _common_runs(carriers[at], others)[:1] if carried else []
        if reasons := (runs + whole)[:_SHOWN]:
            why[keys[at]] = tuple(reasons)
    return Suggestion(tuple(why), _title([carriers[at] for at in group], in_ideas), why)


def _title(carried: Sequence[Sequence[str]], in_ideas: Mapping[str, int]) -> tuple[str, ...]:
    """The word that carries the stem most often, then others that half of the ideas hold."""
    stem_words = {word for words in carried for word in words}
    first = min(stem_words, key=lambda word: (-in_ideas[word], len(word), word))
    shared = [
        word
        for word, count in in_ideas.items()
        if count > 1 and 2 * count >= len(carried) and word not in stem_words
    ]
    shared.sort(key=lambda word: (-in_ideas[word], word))
    return (first, *shared[: _SHOWN - 1])
