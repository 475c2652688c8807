"""A whole file as people read it, with its findings: lines for a terminal, or one page."""

from __future__ import annotations

from importlib import import_module
from typing import TextIO

from cleanclaim.reports.listing.form import Form

__all__ = ["FORMS", "Form", "open_form"]

# A form is one line here: its name, the module beside this one and its class.
FORMS = {
    "text": ("text", "Text"),
    "html": ("page", "Page"),
}


def open_form(name: str, stream: TextIO, *, color: bool = False, names: bool = False) -> Form:
    """A listing of the named form onto a stream; `names` tells the elements by name as well.

    Raises `KeyError` for a form that is not known.
    """
    module, kind = FORMS[name]
    form: Form = getattr(import_module(f"{__name__}.{module}"), kind)(stream, color=color, names=names)
    return form
