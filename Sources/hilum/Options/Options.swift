/// What a reader sets once: defaults in code, then `config.toml`, then the flags of a command.

package import Neural
package import Terminal
package import Trust

/// One value, passed down and never looked up.
package struct Options: Equatable, Sendable {
  package init() {}

  package var theme = Theme.standard
  /// nil: the best that the terminal answers to.
  package var graphics: GraphicsProtocol?
  package var mouse = true
  /// The preset of keys that the reader's own `keymap.toml` is laid over; nil: what that file says, or the default.
  package var keymap: String?
  /// The colours of overlays.
  package var ramp = Ramp.viridis
  /// The size of one cell in pixels, for terminals that say it wrongly.
  package var cell: PixelSize?
  /// The folder of the model pack, or `none`; nil: `$HILUM_PACK`, or the bundled pack.
  package var pack: String?
  /// nil: in the XDG state folder.
  package var session: String?
  /// Threads of the network; nil: one for each processor.
  package var threads: Int?
  /// How finely the networks compute; nil: as the pack says.
  package var precision: Precision?
  /// When the session summary speaks of drift.
  package var driftRule = Drift.Rule()

  /// The folder of the pack that reads; nil for none.
  package var packFolder: String? { pack == "none" ? nil : pack ?? Places.pack }
}

/// What can be wrong with the configuration, as facts; the words are in `OptionsError+Sentence.swift`.
package enum OptionsError: Error, Equatable {
  case unreadable(path: String)
  case syntax(path: String, line: Int, reason: String)
  case unknown(path: String, key: String)
  case value(path: String, key: String, found: String, wanted: String)
}
