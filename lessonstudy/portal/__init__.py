"""The roof: home page, styleguide, media, the founding archive. It sees every room and is seen by none."""
