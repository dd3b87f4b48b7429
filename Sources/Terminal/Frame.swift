/// What a view returns: text cells, and pictures named by what they show rather than by their pixels.

/// Where a picture goes. `recipe` is a value that determines every pixel (study, window, zoom, overlay, size), so two equal
/// recipes may share one encoded image and an unequal one means that the glass must change.
package struct ImagePlacement<Recipe: Hashable & Sendable>: Equatable, Sendable {
  package var rect: CellRect
  package var recipe: Recipe

  package init(rect: CellRect, recipe: Recipe) {
    self.rect = rect
    self.recipe = recipe
  }
}

/// One complete screen: the grid, and at most a few pictures that no text overlaps.
package struct Frame<Recipe: Hashable & Sendable>: Equatable, Sendable {
  package var grid: Grid
  package var images: [ImagePlacement<Recipe>]

  package init(grid: Grid, images: [ImagePlacement<Recipe>] = []) {
    self.grid = grid
    self.images = images
  }
}
