"""The association's own voice: announcements, invitations, reports, statements.

A post may speak about any number of events; two posts may speak about the same one.
"""
