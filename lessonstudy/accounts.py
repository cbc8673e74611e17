"""How allauth speaks with this site."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by staff; there is nothing yet that a visitor could do with one."""
        return False
