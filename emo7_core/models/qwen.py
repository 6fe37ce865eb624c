"""Qwen2-VL and Qwen2.5-VL (Wang et al. 2024, Bai et al. 2025): how likely is each of the answers?

    pictures + question -> prefix;  log p(answer | prefix) for each of the seven answers

What it is: a language model that sees pictures, asked for likelihoods, never for text: nothing is
parsed, and there is no default class.
What it is not: reading clips (inference/likelihood_predictor.py), or trained here.
Convention: an answer is the words of a class and the end of the turn, so that no answer is the
beginning of another. Its score is the sum of the log-probabilities of its tokens, which is the
exact log-probability that the model gives just this answer; "mean" divides by their number, so
that classes with longer names are not at a disadvantage, at the price of being no probability.
Scores become probabilities of the classes by a softmax: given that one of the seven is answered.
Only safetensors are read; no chat template, which would be code, but the model's own form of a
turn, written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError
from torch import Tensor

from emo7_core import telemetry
from emo7_core.errors import ModelError
from emo7_core.models.pretrained import Pretrained
from emo7_core.scale import CLASSES

Scoring = Literal["sum", "mean"]
KINDS = ("qwen2_vl", "qwen2_5_vl")
TITLES = {"qwen2_vl": "Qwen2-VL", "qwen2_5_vl": "Qwen2.5-VL"}
# Pixels of one picture at most: 256 tokens of 28 x 28. Eight pictures stay near 2000 tokens.
MOST_PIXELS = 256 * 28 * 28
TURN_END = "<|im_end|>"
PICTURE = "<|image_pad|>"
QUESTION = (
    "These pictures are from one sign language video, in order. Judge the emotion that the signer "
    "shows with face and body{caption}. Answer with exactly one of: {classes}."
)
CAPTION = ", knowing that the signing means: “{caption}”"


class AnswerScorer:
    """A loaded model.

    Args:
        found: Its weights.
        device: Where it computes.

    Raises:
        ModelError: the weights or the tokenizer are damaged, or not all there.
    """

    def __init__(self, found: Pretrained, device: torch.device) -> None:
        self.found = found
        self._device = device
        self._network = _load(found, device)
        self._tokenizer, self._processor = _load_words_and_pictures(found)
        self._picture_token = int(found.config["image_token_id"])
        if self._tokenizer.convert_tokens_to_ids(PICTURE) != self._picture_token:
            raise ModelError("tokenizer and weights do not belong together", where=found.folder)
        self._answers = [self._tokens(f"{name}{TURN_END}") for name in CLASSES]

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        return self._device

    def move_to(self, device: torch.device) -> None:
        """Compute elsewhere from now on."""
        self._device = device
        self._network.to(device)

    @torch.inference_mode()
    def log_probabilities(
        self, pictures: Sequence[npt.NDArray[np.uint8]], caption: str | None, scoring: Scoring
    ) -> npt.NDArray[np.float64]:
        """Return the score of each class, (7,).

        Args:
            pictures: (H, W, 3) bytes each, in the order of time.
            caption: What the signing means; None asks from the pictures alone.
            scoring: "sum" or "mean" over the tokens of an answer.
        """
        inputs, after = self._prefix(pictures, caption)
        out = self._network(**inputs, use_cache=True, logits_to_keep=1)
        first = out.logits[0, -1].float().log_softmax(-1)  # (vocabulary,)
        rows = self._rest(out.past_key_values, after)
        scores = []
        for answer, row in zip(self._answers, rows, strict=True):
            told = [first[answer[0]]]
            told += [row[place, token] for place, token in enumerate(answer[1:])]
            total = torch.stack(told).sum()
            scores.append(float(total / len(answer) if scoring == "mean" else total))
        return np.array(scores)

    def _rest(self, cache: Any, after: int) -> Tensor:
        """Return log p of every next token after each token of each answer, (7, L, vocabulary).

        The prefix was computed once; the answers share what it left in the cache.
        """
        longest = max(len(answer) for answer in self._answers) - 1
        tokens = torch.tensor(
            [(answer[:-1] + [0] * longest)[:longest] for answer in self._answers],
            device=self._device,
        )  # (7, L); what is padded comes after all that is read
        cache.batch_repeat_interleave(len(self._answers))
        places = torch.arange(after, after + longest, device=self._device)
        out = self._network(
            input_ids=tokens,
            past_key_values=cache,
            position_ids=places.expand(3, len(self._answers), longest),
            use_cache=True,
        )
        return out.logits.float().log_softmax(-1)

    def _prefix(
        self, pictures: Sequence[npt.NDArray[np.uint8]], caption: str | None
    ) -> tuple[dict[str, Tensor], int]:
        """Return the network's inputs, and the position of the first token after them."""
        seen = self._processor(images=list(pictures), return_tensors="pt")
        grids = seen["image_grid_thw"]
        merged = self._processor.merge_size**2
        ids = self._tokens(prompt([int(grid.prod()) // merged for grid in grids], caption))
        input_ids = torch.tensor([ids])
        kinds = (input_ids == self._picture_token).int()
        positions, _ = self._network.model.get_rope_index(input_ids, kinds, image_grid_thw=grids)
        inputs = {
            "input_ids": input_ids,
            "position_ids": positions,
            "pixel_values": seen["pixel_values"].to(self._network.dtype),
            "image_grid_thw": grids,
        }
        moved = {name: value.to(self._device) for name, value in inputs.items()}
        return moved, int(positions.max()) + 1

    def _tokens(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False).input_ids)


def prompt(picture_tokens: Sequence[int], caption: str | None) -> str:
    """Return what stands before an answer.

    Args:
        picture_tokens: How many tokens each picture has.
        caption: What the signing means, None to leave it out.
    """
    told = "" if caption is None else CAPTION.format(caption=_plain(caption))
    question = QUESTION.format(caption=told, classes=", ".join(CLASSES))
    shown = "".join(f"<|vision_start|>{PICTURE * count}<|vision_end|>" for count in picture_tokens)
    return (
        f"<|im_start|>system\nYou are a helpful assistant.{TURN_END}\n"
        f"<|im_start|>user\n{shown}{question}{TURN_END}\n<|im_start|>assistant\n"
    )


def _plain(caption: str) -> str:
    # A caption must not be able to end the turn or to stand for a picture.
    return caption.replace("<|", "< |").replace("{", "(").replace("}", ")")


def _load(found: Pretrained, device: torch.device) -> Any:
    telemetry.switch_off()
    import transformers
    from transformers.utils import logging

    kinds = {
        "qwen2_vl": transformers.Qwen2VLForConditionalGeneration,
        "qwen2_5_vl": transformers.Qwen2_5_VLForConditionalGeneration,
    }
    logging.disable_progress_bar()
    try:
        network, about = kinds[found.config["model_type"]].from_pretrained(
            found.folder,
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=True,
            output_loading_info=True,
            dtype=torch.bfloat16 if device.type == "cuda" else torch.float32,
        )
    except (OSError, ValueError, RuntimeError, TypeError, KeyError, SafetensorError) as error:
        raise ModelError(f"the model cannot be read: {error}", where=found.folder) from error
    missing = sorted(about["missing_keys"]) + sorted(str(key) for key in about["mismatched_keys"])
    if missing:
        raise ModelError(
            f"the model does not bring all its weights, first {missing[0]}", where=found.folder
        )
    return network.to(device).eval().requires_grad_(False)


def _load_words_and_pictures(found: Pretrained) -> tuple[Any, Any]:
    from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    try:
        tokenizer = Qwen2Tokenizer.from_pretrained(found.folder, local_files_only=True)
        processor = Qwen2VLImageProcessorPil.from_pretrained(found.folder, local_files_only=True)
    except (OSError, ValueError, RuntimeError, TypeError, KeyError) as error:
        raise ModelError(
            f"tokenizer or picture settings cannot be read: {error}", where=found.folder
        ) from error
    size = dict(processor.size)
    size["longest_edge"] = min(int(size["longest_edge"]), MOST_PIXELS)
    processor.size = size
    return tokenizer, processor
