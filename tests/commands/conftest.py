"""The same chat, on the same small series, as the conversation's tests have."""

from tests.conversation.conftest import chat

__all__ = ["chat"]
