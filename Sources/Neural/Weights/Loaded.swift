/// A model out of a weight file, and the memory that it keeps of it.

/// Memory that a loaded model's tensors point into: copies of what the file held, as float32, so that the file may change or
/// shrink while the model is used.
package final class WeightStorage {
  private var buffers: [UnsafeMutableBufferPointer<Float>] = []

  init() {}

  deinit { for buffer in buffers { buffer.deallocate() } }

  /// `count` zeros that live as long as the storage.
  func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
    let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: max(count, 1))
    buffer.initialize(repeating: 0)
    buffers.append(buffer)
    guard let base = buffer.baseAddress else { preconditionFailure("a buffer is never empty") }
    return base
  }
}

/// A model together with the memory of its weights. Keep it for as long as the model is used.
package struct Loaded<Model> {
  package let model: Model
  package let storage: WeightStorage
}

/// Builds a model from a file, strictly: it is returned only if the names and shapes agree in both directions.
/// - Parameter panels: where its products may be found packed.
/// - Throws: `WeightError`.
package func load<Model>(
  _ file: SafetensorsFile, panels: PanelFile? = nil,
  _ build: (inout WeightReader) throws(WeightError) -> Model
) throws(WeightError) -> Loaded<Model> {
  var reader = WeightReader(file, panels: panels)
  let model = try build(&reader)
  return Loaded(model: model, storage: try reader.finish())
}
