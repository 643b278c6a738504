"""The sentences on a leaflet, by the name they have under `texts`; the words themselves stand in `flows/`."""

from enum import StrEnum


class LeafletText(StrEnum):
    """What stands on the leaflets and the poster of a team."""

    TITLE = "folder_titel"
    ABOUT = "folder_over"
    FREE = "folder_gratis"
    INDEPENDENT = "folder_vrij"
    YOUR_SIDE = "folder_kant"
    DOES = "folder_wel"
    LISTENS = "folder_wel_luistert"
    EXPLAINS = "folder_wel_legt_uit"
    LOOKS = "folder_wel_zoekt"
    DOES_NOT = "folder_niet"
    DECIDES_NOT = "folder_niet_beslist"
    PROMISES_NOT = "folder_niet_belooft"
    CARES_NOT = "folder_niet_zorgt"
    SCAN = "folder_scan"
    SCAN_CODE = "folder_scan_code"
    SCAN_TELEGRAM = "folder_scan_telegram"
    SCAN_PERSON = "folder_scan_mens"
    CALL = "folder_bel"
    CODE = "folder_code"
    DANGER = "folder_gevaar"
    FROM = "folder_van"
    CHECKED = "folder_nagekeken"
