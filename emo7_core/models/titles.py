"""What people call the kinds of models; nothing is loaded here."""

from __future__ import annotations

TITLES = {"lstm": "LSTM", "stgcn": "ST-GCN", "vivit": "ViViT"}
TITLES |= {f"earlier_lstm_{n}": "Earlier LSTM" for n in (2, 3)}
TITLES |= {f"earlier_stgcn_{n}": "Earlier ST-GCN" for n in (2, 3)}
