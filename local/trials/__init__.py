"""The trials on a local stage: demo, soak and flash sale, and the buyers that they simulate."""
