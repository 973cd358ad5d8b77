"""All that Floe keeps of a person: given away in one file, or erased."""
