"""What of a claim file may be shown: the allow-list of coded elements, masks and excerpts."""
