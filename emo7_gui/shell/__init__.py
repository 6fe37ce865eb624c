"""The frame of the window: bars, banner, first start, key sheet, overlays."""
