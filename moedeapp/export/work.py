"""The long work of the export, light to name here and heavy to do in a process of its own."""

from collections.abc import Collection

from moedeapp.export.forms import Form
from moedeapp.export.orders import Evening, Made, Tell


def make(evening: Evening, forms: Collection[Form], tell: Tell) -> Made:
    """The protocol, and the meeting in these forms; one it has nothing for is left out.

    Raises IdeasLost.
    """
    from moedeapp.export.files import make_all

    return make_all(evening, forms, tell)


def preview(evening: Evening, tell: Tell) -> str:
    """The protocol before its appendices as a page, for a look at it."""
    from moedeapp.export.files import beginning

    tell(0, 1)
    return beginning(evening)
