// Package browse plays the main job through the pages of the product: in
// Chromium as its people would, and without script by forms alone. It holds
// every sealed PDF against tools that are not ours. It has tests only.
package browse
