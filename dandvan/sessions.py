"""Sessions in the database that end after a time without use."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session


class SessionStore(db.SessionStore):
    """A session that a request prolongs, but at most once in SESSION_RENEW_SECONDS.

    SESSION_SAVE_EVERY_REQUEST would write a row for every page that is only read.
    """

    def _get_session_from_db(self) -> Session | None:
        row = super()._get_session_from_db()
        if row is not None:
            full_age = timedelta(seconds=self.get_session_cookie_age())
            used_for = full_age - (row.expire_date - datetime.now(UTC))
            if used_for > timedelta(seconds=settings.SESSION_RENEW_SECONDS):
                self.modified = True
        return row
