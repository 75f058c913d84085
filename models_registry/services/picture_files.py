"""Photos from phones: read, turned upright, shrunk, freed of EXIF."""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from dandvan.errors import DomainError

# Phones with two lenses write MPO: a JPEG that is opened as one.
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
LONGEST_SIDE = 2000
MOST_PIXELS = 120_000_000


def is_picture(stream: BinaryIO) -> bool:
    """Whether the content is one of the kinds of pictures that phones make."""
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            register_heif_opener()
            with Image.open(stream, formats=FORMATS):
                return True
    except Image.DecompressionBombError:
        return True
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        return False


def shrunk_picture(stream: BinaryIO, name: str) -> bytes:
    """The picture as JPEG, upright, at most 2000 pixels a side, without EXIF or place.

    Equal bytes for equal bytes. Raises DomainError when it is broken or too large.
    """
    stream.seek(0)
    too_large = DomainError(f"Ảnh “{name}” có quá nhiều điểm ảnh. Chụp lại ở cỡ nhỏ hơn.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(stream, formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise too_large
                # A JPEG is decoded small at once: a photo of 100 megapixels stays cheap.
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise too_large from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise DomainError(
            f"Ảnh “{name}” bị hỏng, không đọc được. Chụp lại hoặc chọn ảnh khác."
        ) from error
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    encoded = io.BytesIO()
    paper.save(encoded, "JPEG", quality=85, optimize=True)
    return encoded.getvalue()
