"""emo7 without a window: clips, landmarks, labels, models, evaluation."""
