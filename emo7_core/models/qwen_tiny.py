"""A tiny Qwen2-VL or Qwen2.5-VL with random weights and a byte tokenizer: for tests, offline.

What it is: a folder like a pretrained one, made from a seed: config, weights, tokenizer, image
settings. Every byte is a token; the special tokens are those of the real ones.
What it is not: trained. Its config says so, and names repeat it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from emo7_core import telemetry
from emo7_core.models.picture_recipe import FILES
from emo7_core.models.pretrained import CONFIG, RANDOM_MARK

SPECIAL = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
)
_HEADS, _HEAD_WIDTH = 2, 16
_TEXT: dict[str, Any] = {
    "hidden_size": _HEADS * _HEAD_WIDTH,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": _HEADS,
    "num_key_value_heads": 1,
    "rope_parameters": {"rope_type": "default", "mrope_section": [4, 2, 2], "rope_theta": 1e4},
    "max_position_embeddings": 8192,
    # Large enough that pictures change what is said; the usual 0.02 would hide them.
    "initializer_range": 0.2,
}
_PICTURES = {
    "image_processor_type": "Qwen2VLImageProcessor",
    "size": {"shortest_edge": 28 * 28, "longest_edge": 4 * 28 * 28},
    "patch_size": 14,
    "merge_size": 2,
    "temporal_patch_size": 2,
}


def write_tiny_qwen(
    folder: Path, kind: Literal["qwen2_vl", "qwen2_5_vl"] = "qwen2_vl", seed: int = 0
) -> Path:
    """Write a vision-language model with random weights and return its folder."""
    telemetry.switch_off()
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    folder.mkdir(parents=True, exist_ok=True)
    ids = _write_tokenizer(folder)
    config, make = _description(kind, ids)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = make(config)
    network.save_pretrained(folder)
    path = folder / CONFIG
    about = json.loads(path.read_text(encoding="utf-8")) | {RANDOM_MARK: True}
    path.write_text(json.dumps(about, indent=1), encoding="utf-8")
    (folder / FILES[0]).write_text(json.dumps(_PICTURES, indent=1), encoding="utf-8")
    return folder


def _write_tokenizer(folder: Path) -> dict[str, int]:
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer

    vocabulary = {token: number for number, token in enumerate(sorted(ByteLevel.alphabet()))}
    tokenizer = Qwen2Tokenizer(
        vocab=vocabulary,
        merges=[],
        eos_token="<|im_end|>",
        extra_special_tokens=list(SPECIAL),
    )
    tokenizer.save_pretrained(folder)
    return {token: int(tokenizer.convert_tokens_to_ids(token)) for token in SPECIAL}


def _description(kind: str, ids: dict[str, int]) -> tuple[Any, Any]:
    special = {
        "image_token_id": ids["<|image_pad|>"],
        "video_token_id": ids["<|video_pad|>"],
        "vision_start_token_id": ids["<|vision_start|>"],
        "vision_end_token_id": ids["<|vision_end|>"],
    }
    text = _TEXT | {
        "vocab_size": max(ids.values()) + 1,
        "bos_token_id": ids["<|endoftext|>"],
        "eos_token_id": ids["<|im_end|>"],
    }
    if kind == "qwen2_vl":
        from transformers import Qwen2VLConfig, Qwen2VLForConditionalGeneration

        sight: dict[str, Any] = {
            "depth": 1,
            "initializer_range": 0.2,
            "embed_dim": 32,
            "hidden_size": 32,
            "num_heads": 2,
            "mlp_ratio": 2,
        }
        config: Any = Qwen2VLConfig(text_config=text, vision_config=sight, **special)
        return config, Qwen2VLForConditionalGeneration
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    sight = {
        "depth": 1,
        "initializer_range": 0.2,
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_heads": 2,
        "out_hidden_size": 32,
        "fullatt_block_indexes": [0],
    }
    config = Qwen2_5_VLConfig(text_config=text, vision_config=sight, **special)
    return config, Qwen2_5_VLForConditionalGeneration
