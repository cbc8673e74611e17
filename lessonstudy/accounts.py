"""How people sign up."""

from allauth.account.forms import SignupForm


class AddressForm(SignupForm):
    """Only an address is asked for. Whoever could set a password for an address that nobody has confirmed yet could
    come in with it later, when its owner has: a password is set once one is in.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("password1", "password2"):
            self.fields.pop(name, None)
