"""The page on which somebody chooses what they hear of by mail."""

from dataclasses import dataclass

from bot.desk.views.frame import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class BellsForm(Form):
    """What was chosen, as it stands in the fields."""

    has_mail: bool  # False: nobody gets mail here
    all_questions: bool  # may hear of questions of others
    danger_rings: bool  # also in quiet hours
    address: str = ""
    own: bool = True
    danger: bool = False
    everything: bool = False
    quiet_from: str = ""
    quiet_until: str = ""
