/** Which provisioners of volumes give file systems that many nodes share, by their documentation. */

const single: readonly RegExp[] = [
  /^ebs\.csi\.aws\.com$/,
  /^ebs\.csi\.eks\.amazonaws\.com$/,
  /^kubernetes\.io\/(aws-ebs|gce-pd|azure-disk|cinder|vsphere-volume)$/,
  /^pd\.csi\.storage\.gke\.io$/,
  /^disk\.csi\.azure\.com$/,
  /^cinder\.csi\.openstack\.org$/,
  /(^|\.)rbd\.csi\.ceph\.com$/,
  /^dobs\.csi\.digitalocean\.com$/,
  /^csi\.hetzner\.cloud$/,
  /^linodebs\.csi\.linode\.com$/,
  /^rancher\.io\/local-path$/,
  /^topolvm\.(io|cybozu\.com)$/,
  /^(openebs\.io\/local|local\.csi\.openebs\.io)$/,
];

const shared: readonly RegExp[] = [
  /^efs\.csi\.aws\.com$/,
  /^fsx\.csi\.aws\.com$/,
  /^filestore\.csi\.storage\.gke\.io$/,
  /^file\.csi\.azure\.com$/,
  /^kubernetes\.io\/(azure-file|glusterfs|cephfs)$/,
  /(^|\.)cephfs\.csi\.ceph\.com$/,
  /^(nfs|smb)\.csi\.k8s\.io$/,
  /nfs-subdir-external-provisioner$/,
  /^driver\.longhorn\.io$/,
  /^csi\.juicefs\.com$/,
];

export function sharing(provisioner: string): 'shared' | 'single' | 'unknown' {
  if (shared.some((name) => name.test(provisioner))) return 'shared';
  return single.some((name) => name.test(provisioner)) ? 'single' : 'unknown';
}
