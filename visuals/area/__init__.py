"""Areas and volumes: what grows by strips, slabs and corners when its sides are nudged."""
