"""A picture, such as a photographed paper: small for a page of the web, or as one A4 page."""

from __future__ import annotations

import io
import warnings

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from dandvan.errors import DomainError

_A4 = (595.28, 841.89)  # points
_MARGIN = 42.52  # 15 mm
_PIXELS_PER_POINT = 200 / 72
_MAX_PIXELS = 80_000_000
_UNREADABLE = "Tệp ảnh bị hỏng hoặc không đọc được; hãy chụp lại hoặc tải lên ảnh khác."
_TOO_LARGE = "Ảnh quá lớn (trên 80 triệu điểm ảnh); hãy tải lên ảnh nhỏ hơn."


def _opened(image: bytes) -> Image.Image:
    """The picture upright on white, in RGB. Raises DomainError when it cannot be read."""
    register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(image))
            if picture.width * picture.height > _MAX_PIXELS:
                raise DomainError([_TOO_LARGE])
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise DomainError([_TOO_LARGE]) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise DomainError([_UNREADABLE]) from error
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    return paper


def small_picture(image: bytes, *, longest: int) -> bytes:
    """The picture as JPEG with at most `longest` pixels a side, upright.

    Raises DomainError when it cannot be read or is too large.
    """
    picture = _opened(image)
    picture.thumbnail((longest, longest))
    encoded = io.BytesIO()
    picture.save(encoded, format="JPEG", quality=80)
    return encoded.getvalue()


def picture_as_page(image: bytes) -> bytes:
    """One A4 page with the picture inside 15 mm margins, turned to landscape when it is wide.

    PNG, JPEG, HEIC and what else Pillow reads; at most 200 dots per inch; equal bytes again.
    Raises DomainError when the picture cannot be read or is too large.
    """
    picture = _opened(image)
    page_size = _A4 if picture.height >= picture.width else _A4[::-1]
    room = [side - 2 * _MARGIN for side in page_size]
    picture.thumbnail((room[0] * _PIXELS_PER_POINT, room[1] * _PIXELS_PER_POINT))
    scale = min(room[0] / picture.width, room[1] / picture.height)
    width, height = picture.width * scale, picture.height * scale
    left, bottom = (page_size[0] - width) / 2, (page_size[1] - height) / 2
    encoded = io.BytesIO()
    picture.save(encoded, format="JPEG", quality=85)
    with pikepdf.new() as pdf:
        drawn = pikepdf.Stream(
            pdf,
            encoded.getvalue(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=picture.width,
            Height=picture.height,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        page = pdf.add_blank_page(page_size=page_size)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=drawn))
        placed = f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {bottom:.2f} cm /Picture Do Q"
        page.Contents = pdf.make_stream(placed.encode())
        finished = io.BytesIO()
        pdf.save(finished, deterministic_id=True)
    return finished.getvalue()
