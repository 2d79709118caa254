# response.audio.delta, ErrorEvent, item_ref
"""response.audio.delta

>>> event.type == "response.audio.delta"
"""

import logging

from events import Session

"response.audio.delta"


class response:
    class audio:
        delta = "session.created"


def show(path, event, item_ref, ErrorEvent):
    """response.audio.delta"""
    logging.info("response.audio.delta")
    print("response.audio.done", response.audio.delta, "see response.audio.delta.")
    item_ref = {"item_ref": item_ref}
    event.item_ref = ErrorEvent(item_ref=1)
    max_response_output_tokens = Session(id="max_response_output_tokens")
    return b"response.audio.delta", "RESPONSE.AUDIO.DELTA", "response.audio.deltas", max_response_output_tokens
