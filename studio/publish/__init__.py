"""Publishing: clip bundles for anybody's page, and the course site around them."""
