"""What every picture stands on: dials, frames that place data on the screen, paths, the camera."""
