"""What a card says of a model that sees pictures; readable without torch.

What it is: frames, size, backbone, so that the very same pictures are taken again.
What it is not: the network (vivit.py).
Convention: a head on a frozen backbone stores the head alone and names the backbone by place
and hash; a model whose backbone was trained along stores everything.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from emo7_core.models.picture_recipe import PictureRecipe

LAYOUT = "pictures"
RANDOM = "random weights"


class Pictures(BaseModel):
    """The pictures a model sees, and what sees them.

    Attributes:
        frames: Pictures of a clip or window, spread evenly by presentation time.
        recipe: How each is prepared; its height and width are the size.
        width: F, features that the backbone gives.
        backbone: Local folder or hub id.
        backbone_hash: SHA-256 over the backbone's files.
        backbone_config: Its config.json.
        is_random: Whether the backbone was never trained before.
        is_whole: Whether model.safetensors holds the backbone, too.
    """

    model_config = ConfigDict(frozen=True)

    frames: int = Field(ge=1, le=1024)
    recipe: PictureRecipe
    width: int = Field(ge=1, le=65536)
    backbone: str
    backbone_hash: str
    backbone_config: dict[str, Any]
    is_random: bool
    is_whole: bool

    @property
    def sampling(self) -> str:
        """What decides the features of a clip besides the backbone."""
        recipe = self.recipe
        return f"{self.frames} pictures of {recipe.width} x {recipe.height}, even in time"
