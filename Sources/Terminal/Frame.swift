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

  /// Makes `rect` free for text that lies over everything else: no picture stays that shares a cell with it, and its cells
  /// are blank in `role`. Terminals disagree about text over pixels, so there never is any.
  package mutating func cover(_ rect: CellRect, role: Role = .text) {
    images.removeAll { $0.rect.overlaps(rect) }
    grid.fill(rect, role: role)
  }

  /// Whether no two pictures share a cell.
  package var isTidy: Bool {
    images.indices.allSatisfy { index in
      images[(index + 1)...].allSatisfy { !$0.rect.overlaps(images[index].rect) }
    }
  }
}
