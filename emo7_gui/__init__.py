"""The desktop over emo7_core."""
